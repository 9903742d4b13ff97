"""Pairs the virtual hosts of both sides: for each listener of a proxy, the two that take the same hosts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from meshwright import names
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic.diff.change import Spot
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.domains import virtual_host

_UNKNOWN = "other.invalid"
"""A host that no virtual host names (RFC 2606 keeps it free)."""
_LABELS = ("any", *(f"any-{char}" for char in "abcdefghijklmnopqrstuvwxyz0123456789"))


@dataclass(frozen=True)
class HostPair:
    """Two virtual hosts, one of each side, that take the same hosts on one listener of a proxy.

    `hosts`: as the configuration writes them; `authority`: one of them. `old`, `new`: the virtual hosts; None: there
    is none.
    """

    spot: Spot
    proxy: str
    listener: str
    hosts: tuple[str, ...]
    authority: str
    old: Resource | None
    new: Resource | None


def host_pairs(sides: Sides) -> Iterator[HostPair]:
    """The pairs of every proxy that both sides have. A proxy that only one side has sends no requests that could
    change."""
    for proxy in sides.old.snapshots:
        if proxy not in sides.new.snapshots:
            continue
        before, after = sides.old.snapshots[proxy], sides.new.snapshots[proxy]
        if proxy in sides.old.index.gateways and proxy in sides.new.index.gateways:
            ports = [each.port for side in (sides.old, sides.new) for each in side.index.gateways[proxy].listeners]
            for port in dict.fromkeys(ports):
                yield from _host_pairs(proxy, names.inbound(port), before, after, Spot("gateway", proxy, port))
        elif proxy in sides.old.index.nodes and proxy in sides.new.index.nodes:
            yield from _host_pairs(proxy, names.OUTBOUND, before, after, None)


def _host_pairs(proxy: str, listener: str, before: Snapshot, after: Snapshot, spot: Spot | None) -> Iterator[HostPair]:
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
        where = spot or _service(one, other)
        yield HostPair(where, proxy, listener, tuple(taken), _example(taken[0], domains), one, other)


def _domains(*routes: Resource) -> Sequence[str]:
    found = [domain for each in routes for host in each.get("virtual_hosts", []) for domain in host["domains"]]
    return list(dict.fromkeys([*found, "*"]))


def _example(domain: str, domains: Sequence[str]) -> str:
    """A host that this domain matches and no narrower domain does."""
    if domain == "*":
        return _UNKNOWN
    if not domain.startswith("*"):
        return domain
    narrower = [each.lstrip("*") for each in domains if len(each) > len(domain) and each.endswith(domain[1:])]
    hosts = [label + domain[1:] for label in _LABELS]
    return next((host for host in hosts if not any(host.endswith(each) for each in narrower)), hosts[0])


def _service(old: Resource | None, new: Resource | None) -> Spot:
    """The service that the virtual host belongs to, on either side."""
    named = [each["name"] for each in (new, old) if each is not None and each["name"] != "*"]
    return Spot("service", named[0]) if named else Spot("elsewhere")
