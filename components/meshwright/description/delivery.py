"""How configuration reaches the proxies of an environment on AWS."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from typing import Annotated

from meshwright import units
from meshwright.description import fields
from meshwright.description.annotations import OneOf, Plain
from meshwright.description.written import Written
from meshwright.description.wrong import show, wrong
from meshwright.field_docs import documented

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


Minutes = Annotated[str | timedelta, Plain(_minutes("a time"))]
Percentage = Annotated[int, Plain(fields.number(1, 100, "a percentage"))]


@documented
@dataclass(frozen=True)
class AppConfig(Written):
    """AWS AppConfig delivers configuration to running tasks: a change starts no new task.

    An environment is production if its name is `prod`, `production`, or begins with `prod-` or `production-`. The first
    configuration of a proxy is deployed at once, whatever these fields say.
    """

    _: KW_ONLY
    step: Percentage | None = None
    """The share of a node's tasks that get a change at a time, in percent, 1 to 100.

    Default: 20 in production, else 100.
    """

    over: Minutes | None = None
    """The time until all tasks have a change, as in `"10m"`: whole minutes, at most `"24h"`; `"0m"` is at once.

    Default: `"10m"` in production, else `"0m"`.
    """

    bake: Minutes | None = None
    """How long AppConfig watches the alarms after that, to roll the change back: whole minutes, at most `"24h"`; `"0m"` is
    not at all.

    Default: `"10m"` in production, else `"0m"`.
    """


@documented
@dataclass(frozen=True)
class Inline(Written):
    """Configuration is a part of the task definition, compressed, and no AppConfig is needed.

    Every change of it replaces the tasks of the callers, and a task definition has room for 64 KB only.
    """


Delivery = Annotated[AppConfig | Inline, OneOf(AppConfig, Inline)]
