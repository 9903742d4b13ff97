"""What a proxy does with destinations that are not its declared backends."""

from collections.abc import Iterable
from typing import Literal

from meshwright.envoy import types
from meshwright.envoy.connection_pool import circuit_breakers
from meshwright.envoy.feature import Feature, ResourceOfKind
from meshwright.envoy.kinds import CLUSTER
from meshwright.envoy.parts import ConnectionManager, Proxy
from meshwright.envoy.snapshot import Resource
from meshwright.plan.defaults import CONNECTION_POOL

CLUSTER_NAME = "egress"


def virtual_host(egress: Literal["allow", "deny"], proxy: str) -> Resource:
    """The last virtual host: takes every host that no backend has."""
    return {"name": "*", "domains": ["*"], "routes": _allowed() if egress == "allow" else _denied(proxy)}


def dns_cache(name: str) -> Resource:
    """The cache of a forward proxy's names: its filter and its cluster must name the same."""
    return {"name": name, "dns_lookup_family": "V4_ONLY"}


def forward_proxy(name: str) -> Resource:
    """A cluster that resolves whatever host a request or connection names."""
    config = {"@type": types.FORWARD_PROXY_CLUSTER, "dns_cache_config": dns_cache(name)}
    return {
        "@type": types.CLUSTER,
        "name": name,
        "lb_policy": "CLUSTER_PROVIDED",
        "cluster_type": {"name": "envoy.clusters.dynamic_forward_proxy", "typed_config": config},
    } | circuit_breakers(CONNECTION_POOL)


def _resources(proxy: Proxy) -> Iterable[ResourceOfKind]:
    """The cluster of requests that leave the mesh."""
    if proxy.egress == "allow" and proxy.site.outbound is not None:
        yield CLUSTER, forward_proxy(CLUSTER_NAME)


def _filters(part: ConnectionManager) -> Iterable[Resource]:
    """The filter that resolves a host outside the mesh."""
    if part.direction != "outbound" or part.egress != "allow":
        return
    config = {"@type": types.FORWARD_PROXY, "dns_cache_config": dns_cache(CLUSTER_NAME)}
    yield {"name": "envoy.filters.http.dynamic_forward_proxy", "typed_config": config}


def _allowed() -> list[Resource]:
    destination = {"cluster": CLUSTER_NAME, "timeout": "0s"}
    tunnel = {"upgrade_configs": [{"upgrade_type": "CONNECT", "connect_config": {}}]}
    return [
        {"name": "egress", "match": {"prefix": "/"}, "route": destination},
        {"name": "egress-tunnel", "match": {"connect_matcher": {}}, "route": destination | tunnel},
    ]


def _denied(proxy: str) -> list[Resource]:
    text = f"{proxy} has no such backend: the mesh's egress is deny\n"
    answer = {"direct_response": {"status": 403, "body": {"inline_string": text}}}
    return [
        {"name": "egress-denied", "match": {"prefix": "/"}} | answer,
        {"name": "egress-denied-tunnel", "match": {"connect_matcher": {}}} | answer,
    ]


FEATURE = Feature("egress", filters=_filters, resources=_resources)
