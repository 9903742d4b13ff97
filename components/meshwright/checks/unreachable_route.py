"""MW201: a route that can never match, by itself or because earlier routes match all of its requests."""

from collections.abc import Iterable, Sequence

from meshwright.checks.finding import finding, written
from meshwright.checks.odd_condition import is_odd
from meshwright.plan import Index
from meshwright.plan.model import GatewayRoute, Match, Route
from meshwright.problems import Problem
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.planned import all_planned, planned
from meshwright.traffic.requests.reachability import Conditions, Impossible, Unreached, unreached

Routes = Sequence[Route | GatewayRoute]


def check(index: Index) -> Iterable[Problem]:
    """Routers first, then gateways. A gateway route takes what matches it, whatever its service does with the request.

    No problem is reported for a route where the algebra of requests has no answer, or none in bounded time.
    """
    for router in index.plan.virtual_routers:
        ports = [listener.port for listener in router.listeners]
        # With several ports, Envoy asks each request for its port, as for any other condition.
        yield from _unreachable(router.routes, ports if len(ports) == 1 else [None])
    for gateway in index.plan.virtual_gateways:
        ports = [listener.port for listener in gateway.listeners]
        for route in gateway.routes:  # those of routers are reported when the plan is resolved
            yield from _other_port(route, ports)
            yield from _two_ports(route, ports)
        yield from _unreachable(gateway.routes, ports)


def _unreachable(routes: Routes, ports: Sequence[int | None]) -> Iterable[Problem]:
    """The routes that are unreachable wherever they take part. Each port has routes of its own; None: all share them."""
    lists = [_conditions(routes, port) for port in ports]
    found = [unreached(each) for each in lists]
    for index, route in enumerate(routes):
        whys = [some.get(index) for conditions, some in zip(lists, found, strict=True) if index in conditions]
        if whys and whys[0] and all(whys) and not any(is_odd(match, route) for match in route.when):
            yield _problem(routes, route, whys[0])


def _conditions(routes: Routes, port: int | None) -> dict[int, Conditions]:
    """The conditions of the routes that take part on a port, without those on the port itself."""
    found = {}
    for index, route in enumerate(routes):
        when = [each for each in route.when if port is None or each.subject != "port"]
        if all(each.value == str(port) for each in route.when if each not in when):
            try:
                found[index] = all_planned(when)
            except NotExplainable:
                continue
    return found


def _problem(routes: Routes, route: Route | GatewayRoute, why: Unreached) -> Problem:
    if isinstance(why, Impossible):
        return _excluded(route, [match for match in route.when if _planned(match) in why.conditions])
    names = [f'"{routes[each].name}"' for each in why.by]
    take = "which takes" if len(names) == 1 else "which together take"
    all_of_them = f'every request that "{route.name}" matches'
    return _finding(
        route,
        found=f'"{route.name}" after {_listed(names)}, {take} {all_of_them}',
        expected="an earlier route that leaves some of them",
        fix=f"move it before {names[0]}, or give it a lower priority number",
    )


def _planned(match: Match) -> object:
    try:
        return planned(match)
    except NotExplainable:
        return None


def _listed(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _other_port(route: GatewayRoute, ports: Sequence[int]) -> Iterable[Problem]:
    wanted = [match for match in route.when if match.subject == "port" and match.value not in map(str, ports)]
    if wanted:
        yield _finding(
            route,
            found=written(wanted[0]),
            expected="a port of the gateway: " + ", ".join(map(str, ports)),
            fix="name one of them, or remove the condition",
        )


def _two_ports(route: GatewayRoute, ports: Sequence[int]) -> Iterable[Problem]:
    asked = list(dict.fromkeys(each for each in route.when if each.subject == "port"))
    if len(asked) > 1 and {each.value for each in asked} <= set(map(str, ports)):
        yield _excluded(route, asked[:2])


def _excluded(route: Route | GatewayRoute, matches: Sequence[Match]) -> Problem:
    alone = len(matches) == 1
    return _finding(
        route,
        found=" and ".join(map(written, matches)),
        expected="a condition that a request can fulfil" if alone else "conditions that one request can fulfil",
        fix="write what requests have, or remove the route" if alone else "remove one of them, or write two routes",
    )


def _finding(route: Route | GatewayRoute, *, found: str, expected: str, fix: str) -> Problem:
    at = ("when",) if route.when else ()
    return finding("MW201", route.origin, *at, found=found, expected=expected, fix=fix)
