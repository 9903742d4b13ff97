"""Routes of a virtual service, as its callers' Envoys know them. Nothing here touches a cluster."""

from collections.abc import Sequence

from meshwright import names
from meshwright.envoy import match, path
from meshwright.envoy.retry import retry_policy
from meshwright.envoy.snapshot import ROUTE_CONFIGURATION, Resource
from meshwright.envoy.timeout import timeouts
from meshwright.plan.model import Match, Route, VirtualService, WeightedTarget


def route_configuration(name: str, virtual_hosts: Sequence[Resource]) -> Resource:
    """A RouteConfiguration. Hosts are compared without their ports, for a service has one name on every port."""
    return {
        "@type": ROUTE_CONFIGURATION,
        "name": name,
        "virtual_hosts": list(virtual_hosts),
        "ignore_port_in_host_matching": True,
    }


def virtual_host(service: VirtualService, routes: Sequence[Route], ports: int) -> Resource:
    """A virtual service to its callers. `ports`: how many its router listens on; with one, port conditions say nothing."""
    compiled = [compiled_route(service, route, ports) for route in routes]
    return {
        "name": service.name,
        "domains": list(service.domains),
        "routes": [each for each in compiled if each],
    }


def compiled_route(service: VirtualService, route: Route, ports: int) -> Resource | None:
    """One route; None where its conditions can never hold together."""
    found = path.matched([each for each in route.when if each.subject == "path"])
    if found is None or not any(target.weight for target in route.targets):
        return None
    return assembled(route.name, service, route, found, asked(route.when, ports))


def asked(when: Sequence[Match], ports: int) -> list[Match]:
    """The conditions that a request must be asked."""
    return [each for each in when if each.subject != "port" or ports > 1]


def assembled(
    name: str, service: VirtualService, route: Route, found: path.PathMatch, when: Sequence[Match]
) -> Resource:
    """A Route of Envoy from its parts, with App Mesh's words in its metadata, where the access log finds them."""
    asked = match.conditions(when)
    headers = found.headers + asked.pop("headers", [])
    action = _destination(route.targets) | timeouts(route.timeout) | found.rewrite
    if route.retry and route.retry.attempts:
        action["retry_policy"] = retry_policy(route.retry)
    return {
        "name": name,
        "match": found.specifier | ({"headers": headers} if headers else {}) | asked,
        "route": action,
        "metadata": {
            "filter_metadata": {"meshwright": {"virtual_service": service.name, "route": route.name}},
        },
    }


def _destination(targets: Sequence[WeightedTarget]) -> Resource:
    if len(targets) == 1:
        return {"cluster": names.target_cluster(targets[0].node, targets[0].port)}
    return {
        "weighted_clusters": {
            "clusters": [
                {"name": names.target_cluster(target.node, target.port), "weight": target.weight} for target in targets
            ]
        }
    }
