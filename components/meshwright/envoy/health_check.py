"""Active health checks: what callers ask, and what the callee's Envoy answers."""

from collections.abc import Iterable
from datetime import timedelta
from functools import cache

from meshwright import names
from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ApplicationCluster, ClusterPart, ConnectionManager
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import HealthCheck, VirtualNode
from meshwright.units import Protocol, seconds

OWN_PATH = "/.well-known/meshwright/health"
"""The path on which an Envoy answers for its application, where the description names none."""

GRPC_PATH = "/grpc.health.v1.Health/Check"
"""The method of gRPC's health checking protocol. Source: grpc/grpc, doc/health-checking.md."""

_SECOND = timedelta(seconds=1)
"""How often someone who is not healthy is asked: a task that has just started should not wait for its first requests."""

_LOAD_BALANCING: Resource = {
    # In percent. While nobody is healthy, everybody is tried: slowness of all must not become an outage. Envoy rounds to
    # whole percents, so this is the least that does not mean never.
    "healthy_panic_threshold": {"value": 1},
    # Else Envoy collects changes of health for a second, and requests go on to a host that was found to be dead, or not
    # to the only one that is back.
    "update_merge_window": "0s",
}


def _health_checks(check: HealthCheck | None, protocol: Protocol, node: VirtualNode) -> Resource:
    """The fields of a node's cluster. While one host is healthy, the others get nothing: see decision 0003."""
    if check is None:
        return {}
    probe: Resource = {
        "timeout": seconds(check.timeout),
        "interval": seconds(check.interval),
        "unhealthy_interval": seconds(min(check.interval, _SECOND)),
        # Else an idle cluster calls a dead host healthy for a minute, and finds one that is back as late (60 s).
        "no_traffic_healthy_interval": seconds(check.interval),
        "no_traffic_interval": seconds(min(check.interval, _SECOND)),
        "healthy_threshold": check.healthy,
        "unhealthy_threshold": check.unhealthy,
    }
    if check.grpc is not None:
        probe["grpc_health_check"] = {"service_name": check.grpc, "authority": node.host or node.name}
    elif protocol == "tcp" or not (check.path or node.has_proxy):
        # A host outside the mesh has no Envoy to answer for it: it is healthy while it accepts connections.
        probe["tcp_health_check"] = {}
    else:
        accepted = [{"start": 200, "end": 500}] if check.path else [{"start": 200, "end": 201}]
        probe["http_health_check"] = {
            "host": node.host or node.name,
            "path": check.path or OWN_PATH,
            "expected_statuses": accepted,
            "codec_client_type": "HTTP1" if protocol == "http" else "HTTP2",
        }
    return {"health_checks": [probe], "common_lb_config": _LOAD_BALANCING}


@cache
def _application_check() -> Resource:
    """The fields of the application's own cluster: whether it accepts connections, asked each second on loopback."""
    return {
        "health_checks": [
            {
                "timeout": "2s",
                "interval": "1s",
                "no_traffic_interval": "1s",
                "unhealthy_interval": "0.25s",
                "healthy_threshold": 1,
                "unhealthy_threshold": 2,
                "tcp_health_check": {},
            }
        ]
    }


def _filters(part: ConnectionManager) -> Iterable[Resource]:
    """Inbound: answers checks, and answers 503 after `/healthcheck/fail`, so that a task can drain.

    A gateway behind a load balancer is healthy whatever is behind it, until it drains.
    """
    if part.listener:
        yield _filter({"pass_through_mode": False, "headers": _asks_another(part.proxy)} | _never_healthy())
        yield _answering(names.application_cluster(part.listener.port))
        check = part.listener.health_check
        if check and check.of_application:
            yield _filter({"pass_through_mode": True, "headers": [_is_path(check.path or GRPC_PATH)]})
    elif part.balancer:
        yield _filter({"pass_through_mode": False, "headers": [_is_path(OWN_PATH)]})


@cache
def _answering(cluster: str) -> Resource:
    healthy = {"cluster_min_healthy_percentages": {cluster: {"value": 100}}}
    return _filter({"pass_through_mode": False, "headers": [_is_path(OWN_PATH)]} | healthy)


def _asks_another(node: str) -> list[Resource]:
    """Envoy's check of another node: a caller still has the address of a task that is gone, which this one got since."""
    return [
        _is_path(OWN_PATH),
        {"name": "user-agent", "string_match": {"exact": "Envoy/HC"}},
        {"name": ":authority", "string_match": {"exact": node}, "invert_match": True},
    ]


@cache
def _never_healthy() -> Resource:
    """Envoy answers 503 for a cluster that does not exist."""
    return {"cluster_min_healthy_percentages": {"nobody": {"value": 100}}}


def _filter(config: Resource) -> Resource:
    return {
        "name": "envoy.filters.http.health_check",
        "typed_config": {"@type": types.HEALTH_CHECK} | config,
    }


def _is_path(path: str) -> Resource:
    return {"name": ":path", "string_match": {"exact": path}}


def _cluster(part: ClusterPart) -> Resource:
    if isinstance(part, ApplicationCluster):
        return _application_check() if part.listener.health_check else {}
    return _health_checks(part.listener.health_check, part.listener.protocol, part.node)


FEATURE = Feature("health_check", filters=_filters, cluster=_cluster)
