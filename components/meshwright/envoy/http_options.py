"""Which versions of HTTP are spoken, to clusters and by connection managers."""

from functools import cache

from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ApplicationCluster, ClusterPart, ConnectionManager
from meshwright.envoy.snapshot import Resource
from meshwright.units import Protocol

_FIELD = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"

_APPLICATION_IDLE = "4s"
"""Applications close idle connections themselves, Node.js after 5 s, and a request that is sent at that moment fails. So
Envoy closes them first."""

_NODE_IDLE = "300s"
"""AWS's network forgets a connection after 350 s of silence, without a word (EC2 user guide, "Idle connection tracking
timeout"): the next request on it would wait for its timeout. Envoy's own default is an hour."""


@cache
def _protocol_options(protocol: Protocol, idle: str | None = None) -> Resource:
    if protocol == "tcp":
        return {}
    version = "http_protocol_options" if protocol == "http" else "http2_protocol_options"
    options: Resource = {"@type": types.HTTP_PROTOCOL_OPTIONS, "explicit_http_config": {version: {}}}
    if idle:
        options["common_http_protocol_options"] = {"idle_timeout": idle}
    return {"typed_extension_protocol_options": {_FIELD: options}}


def _cluster(part: ClusterPart) -> Resource:
    idle = _APPLICATION_IDLE if isinstance(part, ApplicationCluster) else _NODE_IDLE
    return _protocol_options(part.listener.protocol, idle)


def _connection_manager(part: ConnectionManager) -> Resource:
    """Python's clients ask for tunnels in HTTP/1.0, and nginx passes requests on in it."""
    return {"http_protocol_options": {"accept_http_10": True}} if part.direction == "outbound" else {}


FEATURE = Feature("http_options", cluster=_cluster, connection_manager=_connection_manager)
