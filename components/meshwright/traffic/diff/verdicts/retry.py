"""Retries that multiply: each service on the way retries what the next one has already retried."""

from collections.abc import Iterable, Mapping

from meshwright.description import source
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.listing import listed
from meshwright.traffic.diff.side import Side

_LIMIT = 9
"""Three tries of three tries: App Mesh's default on both of two services in a row."""
_SHOWN = 3
_OFF = source.argument("retry", "off")


def judge(diff: Diff) -> Iterable[Verdict]:
    """If one request may become more than nine tries, and more than before; reported for the service that gets most."""
    old, new = _tries(diff.sides.old), _tries(diff.sides.new)
    risen = {each: tries for each, tries in new.items() if each in old and tries > max(old[each], _LIMIT)}
    if risen:
        most = sorted(risen, key=lambda each: -risen[each])
        tries = [f"{risen[each]} tries (before: {old[each]})" for each in most[:1]]
        tries += [f"{risen[each]} of {each} (before: {old[each]})" for each in most[1:_SHOWN]]
        yield Verdict(
            "careful",
            most[0],
            f"one request that fails may become {listed(tries)}: retries of services in a row multiply",
            (f"{code(_OFF)} on all services on the way but one",),
        )


def _tries(side: Side) -> Mapping[str, int]:
    """How many tries one request can become on the way to each service, through its worst callers.

    A service that calls itself through others counts once. Where no proxy calls a service, nothing is retried.
    """
    index = side.index
    own = {
        service: max((route.policy.tries for route in index.routes(service)), default=1)
        if index.callers[service]
        else 1
        for service in index.services
    }
    serving: dict[str, set[str]] = {node: set() for node in index.nodes}
    for service in index.services:
        for target in (target for route in index.routes(service) for target in route.targets):
            serving[target.node].add(service)
    found: dict[str, int] = {}

    def reach(service: str) -> int:
        if service not in found:
            found[service] = own[service]  # a cycle ends where it comes back
            before = {each for caller in index.callers[service] if caller in serving for each in serving[caller]}
            found[service] = own[service] * max((reach(each) for each in before - {service}), default=1)
        return found[service]

    for service in index.services:
        reach(service)
    return found
