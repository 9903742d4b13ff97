"""MW206: a gateway that routes to itself, through a host outside the mesh that is its own."""

from collections.abc import Iterable, Mapping, Sequence

from meshwright.checks.finding import finding
from meshwright.envoy.match import meets
from meshwright.plan import Index
from meshwright.plan.model import GatewayRoute
from meshwright.problems import Problem

Takers = Mapping[str, Sequence[GatewayRoute]]


def check(index: Index) -> Iterable[Problem]:
    """Follows the hosts that gateways route to, as far as a gateway of this mesh has a `host.equals` condition for them."""
    takers = _takers(index)
    if not takers:
        return
    for gateway in index.plan.virtual_gateways:
        for route in gateway.routes:
            for host in _hosts_of(index, route, takers):
                if _returns(index, route, host, takers):
                    yield finding(
                        "MW206",
                        route.origin,
                        "to",
                        found=f"{route.service}, which runs at {host}, which a gateway of this mesh routes back to it",
                        expected="a host that is not a gateway of this mesh",
                        fix=f"name the host to which {host} is forwarded, or remove the version that runs there",
                    )


def _takers(index: Index) -> Takers:
    """The hosts of gateways that a version runs at, each with the routes of its gateway that may match it."""
    outside = {host.lower() for host in index.hosts.values()}
    takers: dict[str, list[GatewayRoute]] = {}
    for gateway in index.plan.virtual_gateways:
        matches = [match for route in gateway.routes for match in route.when]
        own = {match.value.lower() for match in matches if (match.subject, match.verb) == ("host", "equals")}
        for host in sorted(own & outside):
            takers.setdefault(host, []).extend(route for route in gateway.routes if _may_take(route, host))
    return takers


def _may_take(route: GatewayRoute, host: str) -> bool:
    hosts = [match for match in route.when if match.subject == "host"]
    return all(meets(match.verb, match.value.lower(), host) for match in hosts)


def _hosts_of(index: Index, route: GatewayRoute, takers: Takers) -> list[str]:
    """The hosts of gateways to which a gateway route sends requests, or copies of them."""
    routes = index.behind(route)
    nodes = [target.node for each in routes for target in each.targets if target.weight]
    nodes += [each.mirror.node for each in routes if each.mirror and each.mirror.share]
    hosts = [index.hosts[node].lower() for node in dict.fromkeys(nodes) if node in index.hosts]
    return [host for host in hosts if host in takers]


def _returns(index: Index, route: GatewayRoute, host: str, takers: Takers) -> bool:
    seen, ahead = {host}, [host]
    while ahead:
        for taker in takers[ahead.pop()]:
            if taker is route:
                return True
            new = [each for each in _hosts_of(index, taker, takers) if each not in seen]
            seen.update(new)
            ahead += new
    return False
