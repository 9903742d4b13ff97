"""The load balancer of a gateway."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from meshwright import names
from meshwright.envoy.health_check import OWN_PATH
from meshwright.plan.index import Index
from meshwright.plan.model import GatewayListener, Plan, VirtualGateway
from meshwright.plan.model import LoadBalancer as Kind
from meshwright.targets.ecs.model import LoadBalancer, TargetGroup
from meshwright.targets.ecs.platform import platform

TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06"
"""TLS 1.2 and 1.3: the policy that AWS recommends for both kinds."""

HTTPS, HTTP = 443, 80

NETWORK_SILENCE = 350
"""Seconds after which a network load balancer forgets a silent connection. A listener without TLS may have another time.
Source: ELB user guide for network load balancers, "Connection idle timeout"."""

_MARGIN = timedelta(seconds=5)
_LEAST = timedelta(seconds=60)
"""The balancer's own default."""

_MOST = timedelta(seconds=3540)
"""Envoy closes a connection that is idle for an hour. The load balancer must close it first, or it sends a request on a
connection that Envoy closes, and answers 502. Source: ELB user guide, "HTTP 502: Bad gateway"."""


def outside_ports(ports: Sequence[int], *, tls: bool) -> list[int]:
    """The load balancer's ports, in the order of the gateway's. TLS is on 443, for the gateway's first port."""
    return [HTTPS, *ports[1:]] if tls else list(ports)


def load_balancer(index: Index, gateway: VirtualGateway) -> LoadBalancer:
    """The load balancer of a gateway. Its health check asks each Envoy, not the services behind it: one service that is
    down must not take every gateway out. An Envoy that drains answers 503."""
    kind = platform(index.plan).load_balancers[gateway.name]
    return LoadBalancer(
        kind=kind,
        suffix=_suffix(gateway, kind),
        health_path=OWN_PATH,
        idle_timeout=round(_idle(index, gateway).total_seconds()),
        target_groups={each.port: _target_group(index.plan, gateway.name, each, kind) for each in gateway.listeners},
    )


def _suffix(gateway: VirtualGateway, kind: Kind) -> str:
    """A load balancer has one listener for a port, and the version of HTTP of a target group cannot change. So another
    version of the port with TLS, which is the first one, needs another load balancer: otherwise clients get no answer until
    the tasks have moved."""
    if kind == "network":
        return "balancer"
    return "application" if gateway.listeners[0].protocol == "http" else "application-http2"


def _target_group(plan: Plan, gateway: str, listener: GatewayListener, kind: Kind) -> TargetGroup:
    name = names.balanced(names.owned(plan.mesh, plan.environment, gateway, str(listener.port)))
    if kind == "network":
        return TargetGroup(
            name, str(listener.port), "TCP", None, alpn="HTTP2Only" if listener.protocol == "grpc" else "HTTP2Preferred"
        )
    version: Literal["HTTP1", "HTTP2"] = "HTTP1" if listener.protocol == "http" else "HTTP2"
    return TargetGroup(name, f"{listener.port}-{'http' if version == 'HTTP1' else 'http2'}", "HTTP", version, alpn=None)


def silence(plan: Plan, gateway: VirtualGateway) -> float:
    """Seconds for which the routes of a gateway allow a request to be silent."""
    return (_idle(Index(plan), gateway) - _MARGIN).total_seconds()


def _idle(index: Index, gateway: VirtualGateway) -> timedelta:
    """The idle timeout: longer than Envoy's own, so that Envoy answers, and reports why."""
    routes = [each for route in gateway.routes for each in index.behind(route)]
    longest = max((each.policy.timeout.idle or _MOST for each in routes), default=_LEAST)
    return min(max(longest + _MARGIN, _LEAST), _MOST)
