"""Routes of a virtual service, as its callers' Envoys know them. Nothing here touches a cluster."""

from collections.abc import Sequence
from dataclasses import replace

from meshwright import names
from meshwright.envoy import answer, features, match, mirror, path, types
from meshwright.envoy.parts import RoutePart, VirtualHostPart
from meshwright.envoy.snapshot import Resource
from meshwright.plan.index import Index
from meshwright.plan.model import Match, Route, VirtualService, WeightedTarget


def route_configuration(name: str, virtual_hosts: Sequence[Resource]) -> Resource:
    """A RouteConfiguration. Hosts are compared without their ports, for a service has one name on every port."""
    return {
        "@type": types.ROUTE_CONFIGURATION,
        "name": name,
        "virtual_hosts": list(virtual_hosts),
        "ignore_port_in_host_matching": True,
    }


def virtual_host(index: Index, service: VirtualService) -> Resource:
    """A virtual service to its callers."""
    ports = [listener.port for listener in index.listeners(service.name)]
    compiled = [_compiled(index, service, route, ports) for route in index.routes(service.name)]
    base = {
        "name": service.name,
        "domains": list(service.domains),
        "routes": [each for each in compiled if each],
    }
    return features.virtual_host(base, VirtualHostPart(service.name, "outbound", service.name))


def _compiled(index: Index, service: VirtualService, route: Route, ports: Sequence[int]) -> Resource | None:
    """One route; None where its conditions can never hold together, or lead nowhere."""
    found = path.matched([each for each in route.when if each.subject == "path"])
    when = _asked(route.when, ports)
    if found is None or when is None or not route.takes:
        return None
    answering = answer.action(route, found)
    if answering is not None:
        headers = [route.policy.response_headers]
        asked = route_match(found, when)
        return answer.route(route.name, asked, answering, headers, virtual_service=service.name, route=route.name)
    part = RoutePart(
        service.name,
        route.name,
        "outbound",
        route.policy,
        websockets=websockets(index, service),
        mirror=mirror.of(index, service.name, route),
    )
    return assembled(route.name, part, found, when, destination(index, route.targets))


def websockets(index: Index, service: VirtualService) -> bool:
    """Whether a service takes websockets: on a port where it speaks HTTP/1.1."""
    return any(listener.protocol == "http" for listener in index.listeners(service.name))


def _asked(when: Sequence[Match], ports: Sequence[int]) -> list[Match] | None:
    """The conditions that a request must be asked: with one port, those on ports say nothing, or never hold (None)."""
    if any(each.value not in map(str, ports) for each in when if each.subject == "port"):
        return None
    return [each for each in when if each.subject != "port" or len(ports) > 1]


def assembled(name: str, part: RoutePart, found: path.PathMatch, when: Sequence[Match], action: Resource) -> Resource:
    """A Route of Envoy: its match, where it leads, and what the features add."""
    base = {"name": name, "match": route_match(found, when), "route": action}
    return features.route(base, replace(part, rewrite=found.rewrite))


def route_match(found: path.PathMatch, when: Sequence[Match]) -> Resource:
    """A RouteMatch: the path and all other conditions."""
    asked = match.conditions(when)
    headers = found.headers + asked.pop("headers", [])
    return found.specifier | ({"headers": headers} if headers else {}) | asked


def destination(
    index: Index, targets: Sequence[WeightedTarget], host: str | None = None, listener: int | None = None
) -> Resource:
    """The clusters of a route's targets, and the host that they are asked for.

    `host` None: the caller's. A target outside the mesh is always asked for its own host, which it knows itself by.
    `listener`: the port of a gateway's listener that has clusters to itself.
    """
    hosts = [index.hosts.get(target.node, host) for target in targets]
    clusters = [names.target_cluster(target.node, target.port, listener) for target in targets]
    rewrite = {"host_rewrite_literal": hosts[0]} if hosts[0] else {}
    if len(targets) == 1:
        return {"cluster": clusters[0]} | rewrite
    weighted: list[Resource] = [
        {"name": cluster, "weight": target.weight} for cluster, target in zip(clusters, targets, strict=True)
    ]
    if len(set(hosts)) > 1:
        # The route's host would go before that of a target.
        rewrite = {}
        weighted = [
            each | ({"host_rewrite_literal": its} if its else {}) for each, its in zip(weighted, hosts, strict=True)
        ]
    return {"weighted_clusters": {"clusters": weighted}} | rewrite
