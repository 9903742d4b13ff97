"""Active health checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright import names
from meshwright.description import fields
from meshwright.description.annotations import OneOf, Plain
from meshwright.description.fields import Duration, PathText
from meshwright.description.written import Written
from meshwright.description.wrong import show, wrong
from meshwright.field_docs import documented


def _grpc_service(value: object) -> object:
    given = str(fields.text(value))
    if given and not names.GRPC_SERVICE.fullmatch(given):
        better = given.strip("/").split("/")[0]
        raise wrong(
            "MW011",
            found=show(given),
            expected='the full name of a gRPC service, as in "shop.Orders", or "" for the whole server',
            fix=f'write "{better}"' if names.GRPC_SERVICE.fullmatch(better) else 'write ""',
        )
    return value


GrpcService = Annotated[str, Plain(_grpc_service)]
Checks = Annotated[int, Plain(fields.number(1, 10, "a number of checks"))]


@documented
@dataclass(frozen=True)
class HealthCheck(Written):
    """Active health checks, by which callers find the tasks of a node that can answer.

    Where a health check is optional, `"off"` switches it off.

    Source: App Mesh API, HealthCheckPolicy.
    """

    path: PathText | None = None
    """The path that is requested from the application, through its Envoy. Any answer below 500 is healthy. Not for `grpc`
    (MW113).

    Default: the node's own Envoy answers, by whether the application accepts connections; the application gets no
    request.
    """

    interval: Duration | None = None
    """The time between two checks. Default: 5 s."""

    timeout: Duration | None = None
    """How long to wait for an answer. Default: 2 s."""

    healthy: Checks = 2
    """The number of successes in a row after which a task is healthy: 1 to 10. Default: 2."""

    unhealthy: Checks = 2
    """The number of failures in a row after which a task is unhealthy: 1 to 10. Default: 2."""

    grpc: GrpcService | None = None
    """The gRPC service that the application is asked for, by gRPC's health checking protocol, through its Envoy; `""` asks
    for the whole server. Healthy is who answers `SERVING`. For the protocols `grpc` and `http2` only (MW113).

    Default: as for `path`.
    """


HealthCheckOrOff = Annotated[
    HealthCheck | Literal["off"],
    OneOf(HealthCheck, otherwise=fields.off, expected='HealthCheck(...) or "off"'),
]
