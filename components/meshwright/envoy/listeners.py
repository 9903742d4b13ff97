"""Listeners. As little as can be stands here, for a changed listener ends its long-lived connections."""

from collections.abc import Sequence

from meshwright import names
from meshwright.envoy import types
from meshwright.envoy.access_log import Direction, of_arrivals, of_requests
from meshwright.envoy.bootstrap import rds
from meshwright.envoy.clusters import socket_address
from meshwright.envoy.filters import Place, http_filters
from meshwright.envoy.site import Address
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import AccessLog, Timeouts, WeightedTarget
from meshwright.units import seconds


def http(name: str, *, mesh: str, proxy: str, log: AccessLog | None, place: Place, connect: bool = False) -> Resource:
    """The filter for HTTP/1.1 and HTTP/2 with prior knowledge. Its routes are the RouteConfiguration of its own name.

    `connect`: whether clients may ask for tunnels, as they do of an HTTP proxy.
    """
    manager: Resource = {
        "@type": types.HTTP_CONNECTION_MANAGER,
        "stat_prefix": name,
        "codec_type": "AUTO",
        "rds": rds(name),
        "http_filters": http_filters(place),
        "server_header_transformation": "PASS_THROUGH",
        "upgrade_configs": [{"upgrade_type": "websocket"}] + ([{"upgrade_type": "CONNECT"}] if connect else []),
    }
    if place.direction == "outbound":
        # Python's clients ask for tunnels in HTTP/1.0, and nginx passes requests on in it.
        manager["http_protocol_options"] = {"accept_http_10": True}
    if place.direction == "gateway":
        # Nobody is trusted: X-Envoy headers that steer retries and timeouts are taken off. Without a range, Envoy trusts
        # every private address, which is what load balancers and port forwarding have; this one nobody has.
        nobody = {"cidr_ranges": [{"address_prefix": "255.255.255.255", "prefix_len": 32}]}
        manager |= {"use_remote_address": True, "internal_address_config": nobody}
    if place.balancer == "requests":
        # The last address in X-Forwarded-For is the balancer's word, and so is X-Forwarded-Proto. What else a client
        # writes into X-Forwarded-For stays before it, and is believed by nobody.
        manager["xff_num_trusted_hops"] = 1
    if place.listener:
        manager |= of_arrivals(log, mesh, proxy, place.service)
    else:
        manager |= of_requests(log, mesh, proxy, place.direction, checked=place.balancer is not None)
    return {"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}


def tcp(name: str, targets: Sequence[tuple[str, int]], timeout: Timeouts, log: Resource) -> Resource:
    """The filter for connections, passed on to clusters by weight. Three hosts are tried before a connection fails."""
    destination: Resource = {"cluster": targets[0][0]}
    if len(targets) > 1:
        clusters = [{"name": cluster, "weight": weight} for cluster, weight in targets if weight]
        destination = {"weighted_clusters": {"clusters": clusters}}
    config: Resource = {
        "@type": types.TCP_PROXY,
        "stat_prefix": name,
        "idle_timeout": "0s" if timeout.idle is None else seconds(timeout.idle),
        "max_connect_attempts": 3,
    }
    config |= destination | log
    return {"name": "envoy.filters.network.tcp_proxy", "typed_config": config}


def weighted(targets: Sequence[WeightedTarget]) -> list[tuple[str, int]]:
    """The clusters and weights of a route's targets."""
    return [(names.target_cluster(target.node, target.port), target.weight) for target in targets]


def listener(
    name: str, address: Address, direction: Direction, chains: Sequence[Resource], *, bound: bool = True
) -> Resource:
    """A listener. Not `bound`: it gets connections that another one has captured and that were meant for its address."""
    return {
        "@type": types.LISTENER,
        "name": name,
        "address": socket_address(address),
        # A task that drains takes nothing in any more, but its application may still call out.
        "traffic_direction": "OUTBOUND" if direction == "outbound" else "INBOUND",
        # Two processes on one port share its connections silently unless this is off.
        "enable_reuse_port": False,
        **({} if bound else {"bind_to_port": False}),
        "filter_chains": list(chains),
    }
