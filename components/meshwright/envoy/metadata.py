"""App Mesh's names in the metadata of routes and clusters, where the access log reads them."""

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ClusterPart, RoutePart, TargetCluster
from meshwright.envoy.snapshot import Resource

NAMESPACE = "meshwright"


def of(**names: str) -> Resource:
    """The `metadata` field of a route or cluster with these names."""
    return {"metadata": {"filter_metadata": {NAMESPACE: names}}}


def _route(part: RoutePart) -> Resource:
    own = {"virtual_service": part.service, "route": part.route}
    return of(**own, gateway_route=part.gateway_route) if part.gateway_route else of(**own)


def _cluster(part: ClusterPart) -> Resource:
    return of(virtual_node=part.node.name if isinstance(part, TargetCluster) else part.node)


FEATURE = Feature("metadata", route=_route, cluster=_cluster)
