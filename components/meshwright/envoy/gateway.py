"""A gateway's routes: the gateway route and the service's own routes behind it, combined into Envoy's single step."""

from collections.abc import Iterable, Sequence

from meshwright.envoy import answer, features, known_headers, mirror, path, routes
from meshwright.envoy.parts import RoutePart, VirtualHostPart
from meshwright.envoy.snapshot import Resource
from meshwright.plan.index import Index
from meshwright.plan.model import GatewayListener, GatewayRoute, Match, Route, VirtualGateway

Hosts = tuple[str | None, str]
"""A host condition: ("equals", name), ("ends_with", suffix), or (None, "") for every host."""


def virtual_hosts(index: Index, gateway: VirtualGateway, listener: GatewayListener) -> list[Resource]:
    """The virtual hosts of one listener of a gateway.

    Envoy picks the most exact virtual host first and looks at its routes only; App Mesh tries routes in order, whatever
    their host. So each virtual host holds every route that may take its hosts, in App Mesh's order.
    """
    routed = [(route, _hosts(route)) for route in gateway.routes if is_on(route, listener.port)]
    every: dict[Hosts, None] = {hosts: None for _, hosts in routed if hosts is not None}
    every.setdefault((None, ""), None)
    found = []
    for hosts in every:
        taking = [route for route, its in routed if its is not None and _covers(its, hosts)]
        compiled = [each for route in taking for each in _compiled(index, route, listener)]
        if compiled:
            base = {"name": _name(hosts), "domains": _domains(hosts, every), "routes": compiled}
            found.append(features.virtual_host(base, VirtualHostPart(_name(hosts), "gateway")))
    return found


def _compiled(index: Index, gateway_route: GatewayRoute, listener: GatewayListener) -> Iterable[Resource]:
    if gateway_route.service is None:
        yield from _answering(gateway_route, gateway_route.name)
        return
    service = index.services[gateway_route.service]
    taking = [route for route in index.behind(gateway_route) if is_on(route, gateway_route.port) and route.takes]
    behind = [known_headers.behind(gateway_route.request_headers, route) for route in taking]
    taking = [route for route in behind if route is not None]
    for route in taking:
        found = path.combined(gateway_route.when, gateway_route.rewrite, route.when)
        if found is None:
            continue
        when = _asked([*gateway_route.when, *route.when])
        name = f"{gateway_route.name}/{route.name}"
        answering = answer.action(route, found, gateway_route.rewrite.path)
        if answering is not None:
            headers = [route.policy.response_headers, gateway_route.response_headers]
            names = {"virtual_service": service.name, "route": route.name, "gateway_route": gateway_route.name}
            match = routes.route_match(found, when)
            yield answer.route(name, match, answering, headers, gateway_route.rate_limit, **names)
            continue
        host = service.name if gateway_route.rewrite.host else None
        action = routes.destination(index, route.targets, host, listener.own_clusters)
        if host:
            action["append_x_forwarded_host"] = True
        websockets = routes.websockets(index, service)
        part = RoutePart(
            service.name,
            route.name,
            "gateway",
            route.policy,
            websockets=websockets,
            gateway_route=gateway_route.name,
            mirror=mirror.of(index, service.name, route, listener.own_clusters),
            gateway_request_headers=gateway_route.request_headers,
            gateway_response_headers=gateway_route.response_headers,
            gateway_rate_limit=gateway_route.rate_limit,
        )
        yield routes.assembled(name, part, found, when, action)
    if not any(_takes_all(route) for route in taking):
        # Once a gateway route has taken a request no other does, also where the service has no route for it.
        yield from _answering(gateway_route, f"{gateway_route.name}/none", virtual_service=service.name)


def _answering(gateway_route: GatewayRoute, name: str, **names: str) -> Iterable[Resource]:
    """What a gateway's route answers; 404 where it leads to a service that has no route."""
    found = path.matched([each for each in gateway_route.when if each.subject == "path"])
    if found is not None:
        action = answer.action(gateway_route, found) or {"direct_response": {"status": 404}}
        match = routes.route_match(found, _asked(gateway_route.when))
        headers = [gateway_route.response_headers]
        names = {**names, "gateway_route": gateway_route.name}
        yield answer.route(name, match, action, headers, gateway_route.rate_limit, **names)


def _asked(when: Sequence[Match]) -> list[Match]:
    """The conditions that are not decided by the listener, the virtual host, or the path match."""
    return [each for each in when if each.subject not in ("port", "host", "path")]


def _takes_all(route: Route) -> bool:
    every = ("path", "starts_with", "/")
    return all(each.subject == "port" or (each.subject, each.verb, each.value) == every for each in route.when)


def is_on(route: GatewayRoute | Route, port: int | None) -> bool:
    """Whether a route takes part on this port. The listener's port is known, so the condition never reaches Envoy."""
    return all(match.value == str(port) for match in route.when if match.subject == "port")


def _hosts(route: GatewayRoute) -> Hosts | None:
    """The one host condition that stands for all of a route's; None where they exclude one another."""
    conditions = [_of(match) for match in route.when if match.subject == "host"]
    narrowest: Hosts = (None, "")
    for hosts in conditions:
        if _covers(narrowest, hosts):
            narrowest = hosts
        elif not _covers(hosts, narrowest):
            return None
    return narrowest


def _of(match: Match) -> Hosts:
    suffix = match.value.lower()
    return match.verb, suffix


def _covers(wide: Hosts, narrow: Hosts) -> bool:
    """Whether every host of the narrow condition fulfils the wide one."""
    if wide[0] is None:
        return True
    if wide[0] == "equals":
        return wide == narrow
    return narrow[0] is not None and narrow[1].endswith(wide[1])


def _domains(hosts: Hosts, every: Iterable[Hosts]) -> Sequence[str]:
    verb, name = hosts
    if verb is None:
        return ["*"]
    if verb == "equals":
        return [name]
    # "*x" does not match "x" itself, and a host can't begin with a dot.
    alone = [] if name.startswith(".") or ("equals", name) in every else [name]
    return [f"*{name}", *alone]


def _name(hosts: Hosts) -> str:
    verb, name = hosts
    return name if verb == "equals" else f"*{name}"
