"""Active health checks."""

from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import OneOf, Plain
from meshwright.description.fields import Duration, PathText
from meshwright.description.written import Written


@dataclass(frozen=True)
class HealthCheck(Written):
    """How callers find out which tasks of a node can answer.

    `path`: asked of the application over HTTP, through its Envoy; any answer below 500 is healthy. Absent: the node's own
    Envoy answers, which watches whether its application accepts connections, so no application sees a check. `interval`
    absent: 5 s; `timeout` absent: 2 s; `healthy` and `unhealthy` (numbers of checks in a row) absent: 2 each.

    Source: App Mesh API, HealthCheckPolicy, with its bounds.
    """

    path: PathText | None = None
    interval: Duration | None = None
    timeout: Duration | None = None
    healthy: Annotated[int, Plain(fields.number(1, 10, "a number of checks"))] = 2
    unhealthy: Annotated[int, Plain(fields.number(1, 10, "a number of checks"))] = 2


HealthCheckOrOff = Annotated[
    HealthCheck | Literal["off"],
    OneOf(HealthCheck, otherwise=fields.off, expected='HealthCheck(...) or "off"'),
]
