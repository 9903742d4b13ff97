"""How configuration reaches the proxies."""

from datetime import timedelta

from meshwright import units
from meshwright.description.delivery import AppConfig, Inline
from meshwright.description.environment import Environment
from meshwright.plan import defaults
from meshwright.plan.model import AppConfigDelivery, Delivery, InlineDelivery
from meshwright.plan.model.plan import is_production
from meshwright.plan.resolve.context import origin


def resolve(environment: Environment) -> Delivery:
    """Step by step in production, all at once elsewhere, unless the description says otherwise."""
    written = environment.delivery
    if isinstance(written, Inline):
        return InlineDelivery(origin(written, ("delivery",)))
    default = defaults.DELIVERY_IN_PRODUCTION if is_production(environment.name) else defaults.DELIVERY
    if not isinstance(written, AppConfig):
        return default
    return AppConfigDelivery(
        over=_duration(written.over, default.over),
        step=default.step if written.step is None else written.step,
        bake=_duration(written.bake, default.bake),
        origin=origin(written, ("delivery",)),
    )


def _duration(written: str | timedelta | None, default: timedelta) -> timedelta:
    return default if written is None else units.duration(written)
