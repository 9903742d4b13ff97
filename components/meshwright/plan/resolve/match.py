"""Conditions of a route: one, or a list that must all hold."""

from meshwright.description import source
from meshwright.description.match import Condition
from meshwright.plan.model import Match
from meshwright.plan.resolve.context import Context, Path


def resolve(context: Context, when: object, path: Path, *, tcp: bool, gateway: bool) -> tuple[Match, ...]:
    """The conditions of a route. Reports those that its kind of route cannot have (MW019)."""
    if when is None:
        return ()
    alone = isinstance(when, Condition)
    conditions = [when] if alone else list(when)  # type: ignore[call-overload]
    matches = []
    for index, condition in enumerate(conditions):
        at = path if alone else (*path, index)
        if tcp and condition.subject != "port":
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
        matches.append(
            Match(
                condition.subject,
                condition.verb,
                condition.value,
                condition.name,
                condition.low,
                condition.high,
                condition.inverted,
            )
        )
    return tuple(matches)
