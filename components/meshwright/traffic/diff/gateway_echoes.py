"""Changes of a gateway's requests that only repeat a change of the service behind the gateway."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace

from meshwright.traffic.diff.change import Change, Spot
from meshwright.traffic.diff.fate import Fate
from meshwright.traffic.diff.header_changes import header_changes


def gateway_echoes(changes: Sequence[Change]) -> Mapping[Change, Spot]:
    """The gateways' changes that a change of a service already reports, each with that service."""
    services = {_pair(pair): each.spot for each in changes if each.spot.kind == "service" for pair in each.fates}
    found = {}
    for each in changes:
        if each.spot.kind == "gateway" and not any(_arrives_otherwise(*pair) for pair in each.fates):
            spots = {services.get(_pair(pair)) for pair in each.fates}
            if len(spots) == 1 and (spot := spots.pop()):
                found[each] = spot
    return found


def _pair(pair: tuple[Fate, Fate]) -> Hashable:
    """Both fates without what only a gateway changes in a request or a response. Of headers, what differs is left."""
    without = (
        replace(
            each,
            path=None,
            targets=tuple(replace(target, host=None) for target in each.targets),
            request_headers=(),
            response_headers=(),
        )
        for each in pair
    )
    return (*without, *header_changes(*pair))


def _arrives_otherwise(old: Fate, new: Fate) -> bool:
    """Whether the request arrives with another path or host."""
    hosts = [{each.name: each.host for each in fate.targets} for fate in (old, new)]
    changed = any(hosts[0][name] != hosts[1][name] for name in hosts[0].keys() & hosts[1].keys())
    return old.outcome == new.outcome == "routed" and (old.path != new.path or changed)
