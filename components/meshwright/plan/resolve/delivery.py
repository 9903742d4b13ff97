"""How configuration reaches the proxies."""

import re

from meshwright import units
from meshwright.description.delivery import AppConfig, Inline
from meshwright.description.environment import Environment
from meshwright.plan import defaults
from meshwright.plan.model import Delivery
from meshwright.plan.resolve.context import origin

_PRODUCTION = re.compile(r"prod(uction)?(-.*)?")


def is_production(environment: str) -> bool:
    """Whether an environment of this name is production: prod, production, prod-eu."""
    return _PRODUCTION.fullmatch(environment) is not None


def resolve(environment: Environment) -> Delivery:
    """Step by step in production, to all at once elsewhere, unless the description says otherwise."""
    written = environment.delivery
    if isinstance(written, Inline):
        return Delivery(True, 0, 100, 0, origin(written, ("delivery",)))
    default = defaults.DELIVERY_IN_PRODUCTION if is_production(environment.name) else defaults.DELIVERY
    if not isinstance(written, AppConfig):
        return default
    return Delivery(
        inline=False,
        over=_minutes(written.over, default.over),
        step=default.step if written.step is None else written.step,
        bake=_minutes(written.bake, default.bake),
        origin=origin(written, ("delivery",)),
    )


def _minutes(written: str | None, default: int) -> int:
    return default if written is None else round(units.duration(written).total_seconds() / 60)
