"""Where requests are made, on both sides: each proxy's listener, and the hosts that can be asked for there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meshwright import names
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic.diff.change import Place
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.domains import virtual_host

_UNKNOWN = "other.invalid"
"""A host that no virtual host names (RFC 2606 keeps it free)."""
_LABELS = ("any", *(f"any-{char}" for char in "abcdefghijklmnopqrstuvwxyz0123456789"))


@dataclass(frozen=True)
class Spot:
    """One listener of one proxy, and hosts which the same pair of virtual hosts takes there. `hosts`: how these are
    written in the configuration; `authority`: one of them. `old`, `new`: the virtual hosts; None: there is none."""

    place: Place
    proxy: str
    listener: str
    hosts: tuple[str, ...]
    authority: str
    old: Resource | None
    new: Resource | None


def spots(sides: Sides) -> Iterator[Spot]:
    """Every spot of the proxies that both sides have: what comes or goes whole has nobody whose requests change."""
    for proxy in sides.old.snapshots:
        if proxy not in sides.new.snapshots:
            continue
        before, after = sides.old.snapshots[proxy], sides.new.snapshots[proxy]
        if proxy in sides.old.index.gateways and proxy in sides.new.index.gateways:
            ports = [each.port for side in (sides.old, sides.new) for each in side.index.gateways[proxy].listeners]
            for port in dict.fromkeys(ports):
                yield from _spots(proxy, names.inbound(port), before, after, Place("gateway", proxy, port))
        elif proxy in sides.old.index.nodes and proxy in sides.new.index.nodes:
            yield from _spots(proxy, names.OUTBOUND, before, after, None)


def _spots(proxy: str, listener: str, before: Snapshot, after: Snapshot, place: Place | None) -> Iterator[Spot]:
    old, new = before.routes.get(listener, {}), after.routes.get(listener, {})
    groups: dict[tuple[int, int], list[str]] = {}
    taking: dict[tuple[int, int], tuple[Resource | None, Resource | None]] = {}
    domains = _domains(old, new)
    for domain in domains:
        example = _example(domain, domains)
        pair = (virtual_host(old, example), virtual_host(new, example))
        groups.setdefault((id(pair[0]), id(pair[1])), []).append(domain)
        taking[id(pair[0]), id(pair[1])] = pair
    for key, taken in groups.items():
        one, other = taking[key]
        where = place or _service(one, other)
        yield Spot(where, proxy, listener, tuple(taken), _example(taken[0], domains), one, other)


def _domains(*routes: Resource) -> Sequence[str]:
    found = [domain for each in routes for host in each.get("virtual_hosts", []) for domain in host["domains"]]
    return list(dict.fromkeys([*found, "*"]))


def _example(domain: str, domains: Sequence[str]) -> str:
    """A host that this domain takes, and none of the others that are narrower."""
    if domain == "*":
        return _UNKNOWN
    if not domain.startswith("*"):
        return domain
    narrower = [each.lstrip("*") for each in domains if len(each) > len(domain) and each.endswith(domain[1:])]
    hosts = [label + domain[1:] for label in _LABELS]
    return next((host for host in hosts if not any(host.endswith(each) for each in narrower)), hosts[0])


def _service(old: Resource | None, new: Resource | None) -> Place:
    """The service whose virtual host it is, on whichever side it is one."""
    named = [each["name"] for each in (new, old) if each is not None and each["name"] != "*"]
    return Place("service", named[0]) if named else Place("elsewhere")
