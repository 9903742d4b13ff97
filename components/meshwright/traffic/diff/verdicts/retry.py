"""Retries that multiply: each service on the way tries again what the next one has tried again."""

from collections.abc import Iterable, Mapping

from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.side import Side

_LIMIT = 9
"""Three tries of three tries: App Mesh's default on both of two services in a row."""


def judge(diff: Diff) -> Iterable[Verdict]:
    """Where one request may become more than nine, and more than before."""
    old, new = _tries(diff.sides.old), _tries(diff.sides.new)
    for service, tries in new.items():
        if service in old and tries > max(old[service], _LIMIT):
            yield Verdict(
                "careful", service,
                f"one request may reach {service} {tries} times when everything behind it fails (before: {old[service]}), "
                "for retries on the way multiply",
                (f'set retry="off" on all services but one on the way to {service}: the one nearest to it, or the first',),
            )  # fmt: skip


def _tries(side: Side) -> Mapping[str, int]:
    """How many tries one request can become on the way to each service, through its worst callers.

    A service that calls itself by way of others counts once.
    """
    index = side.index
    own = {
        service: max((1 + (route.retry.attempts if route.retry else 0) for route in index.routes(service)), default=1)
        for service in index.services
    }
    serving: dict[str, set[str]] = {node: set() for node in index.nodes}
    for service in index.services:
        for target in (target for route in index.routes(service) for target in route.targets):
            serving[target.node].add(service)
    found: dict[str, int] = {}

    def reach(service: str) -> int:
        if service not in found:
            found[service] = own[service]  # a way round that comes back here ends here
            before = {each for caller in side.callers[service] if caller in serving for each in serving[caller]}
            found[service] = own[service] * max((reach(each) for each in before - {service}), default=1)
        return found[service]

    for service in index.services:
        reach(service)
    return found
