"""Conditions of a route: one, or a list that must all hold."""

from collections.abc import Sequence

from meshwright.description import source
from meshwright.description.match import Condition
from meshwright.plan.model import Match
from meshwright.plan.resolve.context import Context, Path, is_tcp
from meshwright.units import Protocol

_OF_GRPC = ("grpc_service", "grpc_method")


def resolve(context: Context, when: object, path: Path, *, protocol: Protocol, gateway: bool) -> tuple[Match, ...]:
    """The conditions of a route. Reports those that its kind of route cannot have (MW019)."""
    alone = isinstance(when, Condition)
    matches = []
    for index, condition in enumerate(written(when)):
        at = path if alone else (*path, index)
        if is_tcp(protocol) and condition.subject != "port":
            context.report(
                "MW019",
                at,
                condition,
                found=f"{source.line(condition)} on a TCP route",
                expected="port.equals(...): TCP has connections and no requests",
                fix="make the service http, http2 or grpc, or leave the condition out",
            )
        elif condition.subject == "host" and not gateway:
            context.report(
                "MW019",
                at,
                condition,
                found=f"{source.line(condition)} on a route of a service",
                expected="host conditions on gateway routes only: a service is called by its own name",
                fix="move it to the gateway's route",
            )
        elif condition.subject in _OF_GRPC and protocol == "http":
            context.report(
                "MW019",
                at,
                condition,
                found=f"{source.line(condition)} on a route of an http service",
                expected="a service with protocol grpc or http2: gRPC needs HTTP/2",
                fix='write protocol="grpc" if the service speaks gRPC, or a condition on its path',
            )
        matches.append(planned(condition))
    return tuple(matches)


def written(when: object) -> Sequence[Condition]:
    """The conditions of a route in a description."""
    if when is None:
        return ()
    return [when] if isinstance(when, Condition) else list(when)  # type: ignore[call-overload]


def planned(condition: Condition) -> Match:
    """A condition in the plan. A gRPC method is a path there. Source: grpc/grpc, doc/PROTOCOL-HTTP2.md."""
    if condition.subject == "grpc_service":
        return Match("path", "starts_with", f"/{condition.value}/")
    if condition.subject == "grpc_method":
        return Match("path", "equals", f"/{condition.value}")
    return Match(
        condition.subject,
        condition.verb,
        condition.value,
        condition.name,
        condition.low,
        condition.high,
        condition.inverted,
    )
