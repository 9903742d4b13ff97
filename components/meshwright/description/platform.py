"""Where an environment runs. Sizes and scale live here: an exact name comes before "*"."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.fields import OneOf, Plain, PlainAfter, PortNumber, Size, Text
from meshwright.description.workload import Process
from meshwright.description.written import Written


def _cpu(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 192:
        raise fields.other_kind(value, "a number of virtual CPUs, as in 0.5")
    return value


def _high(value: object, before: Mapping[str, object]) -> object:
    low = before.get("low", 0)
    return fields.number(low if isinstance(low, int) else 0, 5000, "a number of tasks")(value)


@dataclass(frozen=True)
class Scale(Written):
    """How many tasks a version has: never fewer than `low`, never more than `high` (absent: `low`)."""

    low: Annotated[int, Plain(fields.number(0, 5000, "a number of tasks"))]
    high: Annotated[int, PlainAfter(_high)] | None = None


@dataclass(frozen=True)
class Task(Written):
    """The size and number of a version's tasks. What is absent comes from "*", then from the platform's defaults.

    `cpu`: virtual CPUs. `memory`: as in "512MiB", "1GiB". `scale`: how many.
    """

    cpu: Annotated[float, Plain(_cpu)] | None = None
    memory: Size | None = None
    scale: Scale | None = None


@dataclass(frozen=True)
class Fargate(Written):
    """AWS Fargate in one region. `tasks`: sizes by service or node name, "*" for all others; absent: the defaults."""

    region: Text
    tasks: Mapping[str, Task] = fields.nothing()


@dataclass(frozen=True)
class Local(Written):
    """One machine, with real Envoys.

    `processes`: what services and nodes run here, by name, "*" for all others; a version whose workload is a `Process`
    already runs that. `first_port`: the first of the ports that are given out, one after the other (absent: 21000).
    Gateways listen on the ports of the description.
    """

    processes: Mapping[str, Process] = fields.nothing()
    first_port: PortNumber = 21000


Platform = Annotated[Fargate | Local, OneOf(Fargate, Local)]
