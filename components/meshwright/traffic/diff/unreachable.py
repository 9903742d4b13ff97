"""Routes that no request reaches."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from meshwright.envoy.gateway import virtual_hosts
from meshwright.envoy.routes import virtual_host
from meshwright.envoy.snapshot import Resource
from meshwright.traffic.diff.change import Spot
from meshwright.traffic.diff.host_pairs import HostPair
from meshwright.traffic.diff.scheme import schemes
from meshwright.traffic.diff.side import Side, Sides
from meshwright.traffic.requests.route import TableRoute
from meshwright.traffic.requests.table import Leaf, Table


class Unreachable(NamedTuple):
    """A route that no request reaches: earlier routes match all of its requests, or no request fulfils its
    conditions."""

    spot: Spot
    route: str


def name(route: Resource) -> str:
    """The name of a route in the description."""
    said = route.get("metadata", {}).get("filter_metadata", {}).get("meshwright", {})
    if "route" not in said:
        return str(route["name"])
    return "/".join(filter(None, (said.get("gateway_route"), said["route"])))


def routes(host: Resource | None) -> list[Resource]:
    """The routes of a virtual host, without those for CONNECT: a diff compares requests, not tunnels."""
    return [each for each in (host["routes"] if host else []) if each["match"].get("connect_matcher") is None]


def table_of(sides: Sides, pair: HostPair) -> Table:
    """The routes of both virtual hosts, side by side. Raises NotExplainable like `Table`."""
    old, new = (list(map(TableRoute.of, routes(host))) for host in (pair.old, pair.new))
    return Table(old, new, schemes(sides, pair), merged=pair.spot.kind == "gateway")


def missed(pair: HostPair, leaves: Iterable[Leaf]) -> tuple[str, ...]:
    """The routes that no request reaches any more, or that are new and no request reaches.

    A gateway route counts as reached if any of the routes behind it is.
    """
    taken = [{leaf[side] for leaf in leaves} for side in (0, 1)]
    names = [list(map(_whole, routes(host))) for host in (pair.old, pair.new)]
    reached = [{each for index, each in enumerate(names[side]) if index in taken[side]} for side in (0, 1)]
    before = set(names[0]) - reached[0]
    return tuple(each for each in dict.fromkeys(names[1]) if each not in reached[1] | before)


def reached(sides: Sides, pair: HostPair, route: str) -> bool:
    """Whether a request of the pair reaches a new route."""
    names = list(map(_whole, routes(pair.new)))
    if route not in names:
        return False
    leaves = table_of(sides, replace(pair, old=None)).leaves()
    return any(leaf.new is not None and names[leaf.new] == route for leaf in leaves)


def impossible(sides: Sides) -> Iterator[Unreachable]:
    """The new routes that no proxy's configuration contains because no request fulfils their conditions."""
    old = set(_left_out(sides.old))
    yield from (each for each in _left_out(sides.new) if each not in old)


def _left_out(side: Side) -> Iterator[Unreachable]:
    for service in side.plan.virtual_services:
        planned = side.index.routes(service.name)
        if planned and planned[0].protocol != "tcp":
            known = {name(each) for each in virtual_host(side.index, service)["routes"]}
            yield from (
                Unreachable(Spot("service", service.name), each.name) for each in planned if each.name not in known
            )
    for gateway in side.plan.virtual_gateways:
        for listener in gateway.listeners:
            hosts = virtual_hosts(side.index, gateway, listener)
            known = {_whole(each) for host in hosts for each in host["routes"]}
            spot = Spot("gateway", gateway.name, listener.port)
            yield from (Unreachable(spot, each.name) for each in gateway.routes if each.name not in known)


def _whole(route: Resource) -> str:
    return name(route).partition("/")[0]
