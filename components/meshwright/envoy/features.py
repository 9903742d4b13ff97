"""Every feature of a proxy's configuration. A new feature is a file of its own and a row here."""

from collections.abc import Iterator

from meshwright.envoy import (
    access_log,
    capture,
    connection_pool,
    discovery,
    edge,
    egress,
    fault,
    header_changes,
    health_check,
    http_options,
    load_balancing,
    metadata,
    mirror,
    outlier_detection,
    rate_limit,
    retry,
    rewrite,
    router,
    timeout,
    tls,
    tunnel,
)
from meshwright.envoy.feature import Feature, ResourceOfKind
from meshwright.envoy.merge import Contribution, merged
from meshwright.envoy.parts import ClusterPart, ConnectionManager, ListenerPart, Proxy, RoutePart, VirtualHostPart
from meshwright.envoy.snapshot import Resource

FEATURES: list[Feature] = [
    discovery.FEATURE,
    load_balancing.FEATURE,
    connection_pool.FEATURE,
    health_check.FEATURE,
    outlier_detection.FEATURE,
    timeout.FEATURE,
    rewrite.FEATURE,
    header_changes.FEATURE,
    retry.FEATURE,
    mirror.FEATURE,
    fault.FEATURE,
    rate_limit.FEATURE,
    http_options.FEATURE,
    edge.FEATURE,
    access_log.FEATURE,
    tls.FEATURE,
    metadata.FEATURE,
    egress.FEATURE,
    capture.FEATURE,
    tunnel.FEATURE,
    router.FEATURE,
]
"""The order decides nothing but the order of fields in golden files."""


def connection_manager(base: Resource, part: ConnectionManager) -> Resource:
    """A connection manager with what every feature adds to it."""
    added = [(each.name, each.connection_manager(part)) for each in FEATURES if each.connection_manager]
    return _whole(base, added)


def listener(base: Resource, part: ListenerPart) -> Resource:
    """A listener with what every feature adds to it."""
    return _whole(base, [(each.name, each.listener(part)) for each in FEATURES if each.listener])


def virtual_host(base: Resource, part: VirtualHostPart) -> Resource:
    """A virtual host with what every feature adds to it."""
    return _whole(base, [(each.name, each.virtual_host(part)) for each in FEATURES if each.virtual_host])


def route(base: Resource, part: RoutePart) -> Resource:
    """A route with what every feature adds to it."""
    return _whole(base, [(each.name, each.route(part)) for each in FEATURES if each.route])


def cluster(base: Resource, part: ClusterPart) -> Resource:
    """A cluster with what every feature adds to it."""
    return _whole(base, [(each.name, each.cluster(part)) for each in FEATURES if each.cluster])


def resources(proxy: Proxy) -> Iterator[ResourceOfKind]:
    """The resources that every feature brings for a proxy."""
    for each in FEATURES:
        if each.resources:
            yield from each.resources(proxy)


def _whole(base: Resource, added: list[Contribution]) -> Resource:
    return merged([("the compiler", base), *added])
