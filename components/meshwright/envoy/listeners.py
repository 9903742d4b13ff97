"""Listeners. They hold as little as possible, because a changed listener ends its long-lived connections."""

from collections.abc import Sequence

from meshwright import names
from meshwright.envoy import features, types
from meshwright.envoy.bootstrap import rds
from meshwright.envoy.discovery import socket_address
from meshwright.envoy.filters import http_filters
from meshwright.envoy.parts import ConnectionManager, ListenerPart
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Timeouts, WeightedTarget
from meshwright.units import seconds


def listener(part: ListenerPart, fields: Resource) -> Resource:
    """A listener with these fields, its filter chains among them."""
    base = {
        "@type": types.LISTENER,
        "name": part.name,
        "address": socket_address(part.address),
        # A task that drains takes no new requests, but its application may still call others.
        "traffic_direction": "OUTBOUND" if part.direction == "outbound" else "INBOUND",
        # Without this, two processes on one port share its connections silently.
        "enable_reuse_port": False,
        **({} if part.bound else {"bind_to_port": False}),
        **fields,
    }
    return features.listener(base, part)


def http(part: ConnectionManager) -> Resource:
    """The filter for HTTP/1.1, and for HTTP/2 with prior knowledge."""
    upgrades = ["websocket", *(["CONNECT"] if part.forward_proxy else [])]
    base: Resource = {
        "@type": types.HTTP_CONNECTION_MANAGER,
        "stat_prefix": part.name,
        "codec_type": "AUTO",
        "rds": rds(part.name),
        "http_filters": http_filters(part),
        "server_header_transformation": "PASS_THROUGH",
        "upgrade_configs": [{"upgrade_type": each} for each in upgrades],
    }
    manager = features.connection_manager(base, part)
    return {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}


def tcp(name: str, targets: Sequence[tuple[str, int]], timeout: Timeouts, log: Resource) -> Resource:
    """The filter for TCP, which chooses a cluster by weight and tries up to three endpoints."""
    destination: Resource = {"cluster": targets[0][0]}
    if len(targets) > 1:
        clusters = [{"name": cluster, "weight": weight} for cluster, weight in targets if weight]
        destination = {"weighted_clusters": {"clusters": clusters}}
    config: Resource = {
        "@type": types.TCP_PROXY,
        "stat_prefix": name,
        "idle_timeout": "0s" if timeout.idle is None else seconds(timeout.idle),
        "max_connect_attempts": 3,
        **destination,
        **log,
    }
    return {"name": "envoy.filters.network.tcp_proxy", "typed_config": config}


def weighted(targets: Sequence[WeightedTarget]) -> list[tuple[str, int]]:
    """The clusters and weights of a route's targets."""
    return [(names.target_cluster(target.node, target.port), target.weight) for target in targets]
