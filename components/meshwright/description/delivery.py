"""How configuration reaches the proxies of an environment on AWS."""

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from meshwright import units
from meshwright.description import fields
from meshwright.description.annotations import OneOf, Plain
from meshwright.description.written import Written
from meshwright.description.wrong import show, wrong

_DAY = 24 * 60


def _minutes(what: str) -> Callable[[object], object]:
    def check(value: object) -> object:
        if value == "0m":  # at once, or unwatched: a duration that only makes sense here
            return value
        minutes = units.duration(fields.duration(value)).total_seconds() / 60  # type: ignore[arg-type]
        if minutes != int(minutes) or minutes > _DAY:
            expected = f"{what}, in whole minutes, at most 24h"
            raise wrong("MW012", found=show(value), expected=expected, fix='write it like "10m"')
        return value

    return check


Minutes = Annotated[str, Plain(_minutes("a time"))]


@dataclass(frozen=True)
class AppConfig(Written):
    """Configuration comes from AWS AppConfig, and changes without a new task.

    `step`: the percentage of a node's tasks that gets a change at a time. `over`: how long it takes until all have it.
    `bake`: how long AppConfig goes on watching the alarms, to take the change back. Absent, in environments called prod,
    production, or beginning with "prod-": 20 % at a time over 10 minutes, watched for 10 more. Absent in all others: to
    all at once, unwatched. A proxy's first configuration goes to all at once anyway.
    """

    _: KW_ONLY
    step: Annotated[int, Plain(fields.number(1, 100, "a percentage"))] | None = None
    over: Minutes | None = None
    bake: Minutes | None = None


@dataclass(frozen=True)
class Inline(Written):
    """Configuration is part of the task definition, compressed: no AppConfig, but every change replaces the callers' tasks,
    and a task definition has room for 64 KB."""


Delivery = Annotated[AppConfig | Inline, OneOf(AppConfig, Inline)]
