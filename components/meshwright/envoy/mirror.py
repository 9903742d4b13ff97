"""Copies of a route's requests."""

from meshwright import names
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import MirrorPart, RoutePart
from meshwright.envoy.share import fraction
from meshwright.envoy.snapshot import Resource
from meshwright.plan.index import Index
from meshwright.plan.model import Route


def of(index: Index, service: str, route: Route, listener: int | None = None) -> MirrorPart | None:
    """The mirror of a route, if it gets any copies.

    A copy has the host of its request, but one of these: a host outside the mesh is asked for by its own name, and where
    the request itself goes to such a host, the copy keeps the service's name. `listener`: the gateway's listener that has
    clusters to itself, if it has.
    """
    mirror = route.mirror
    if mirror is None or not mirror.share:
        return None
    outside = any(target.node in index.hosts for target in route.targets if target.weight)
    host = index.hosts.get(mirror.node, service if outside else None)
    return MirrorPart(names.target_cluster(mirror.node, mirror.port, listener), mirror.share, host)


def _route(part: RoutePart) -> Resource:
    """Without the suffix "-shadow", which Envoy appends to the host: a version would be asked for a host that nobody
    calls, and could be tried only by one that ignores hosts."""
    mirror = part.mirror
    if mirror is None:
        return {}
    policy: Resource = {
        "cluster": mirror.cluster,
        "runtime_fraction": {"default_value": fraction(mirror.share)},
        "disable_shadow_host_suffix_append": True,
    }
    if mirror.host is not None:
        policy["host_rewrite_literal"] = mirror.host
    return {"route": {"request_mirror_policies": [policy]}}


FEATURE = Feature("mirror", route=_route)
