"""Clusters: the nodes that a proxy calls, and its own application. Weights, retries and timeouts never come in here,
for any changed field of a cluster makes Envoy discover its tasks anew."""

from functools import cache

from meshwright import names
from meshwright.envoy import types
from meshwright.envoy.connection_pool import circuit_breakers
from meshwright.envoy.health_check import application_check, health_checks
from meshwright.envoy.outlier_detection import outlier_detection
from meshwright.envoy.site import Address, Endpoints, Static
from meshwright.envoy.snapshot import Resource
from meshwright.plan.defaults import CONNECTION_POOL
from meshwright.plan.model import HostWorkload, Listener, VirtualNode
from meshwright.units import Protocol

_HTTP_OPTIONS = "envoy.extensions.upstreams.http.v3.HttpProtocolOptions"


def target(node: VirtualNode, listener: Listener, endpoints: Endpoints) -> Resource:
    """The cluster of one port of a virtual node, as callers see it.

    Its connection pool is without limits: the node's own Envoy keeps them (see `application`), but a host outside the
    mesh has none, so its callers do.
    """
    name = names.target_cluster(node.name, listener.port)
    cluster: Resource = {"@type": types.CLUSTER, "name": name}
    cluster |= _discovery(name, listener.port, endpoints, outside=not node.has_proxy)
    # Not LEAST_REQUEST: a dead task refuses at once, so it always has the fewest requests, and retries go back to it.
    cluster |= {"lb_policy": "ROUND_ROBIN"}
    cluster |= circuit_breakers(CONNECTION_POOL if node.has_proxy else listener.connection_pool)
    cluster |= health_checks(listener.health_check, listener.protocol, node)
    cluster |= outlier_detection(listener.outlier_detection)
    cluster |= protocol_options(listener.protocol)
    if node.host and isinstance(node.runs, HostWorkload) and node.runs.tls:
        cluster |= _tls(node.host)
    cluster["metadata"] = {"filter_metadata": {"meshwright": {"virtual_node": node.name}}}
    return cluster


def application(listener: Listener, address: Address, node: str) -> Resource:
    """The cluster of the proxy's own application, protected by its connection pool.

    Source: App Mesh user guide, virtual nodes: a pool limits what an Envoy sends to its local application; callers have no
    limits.
    """
    name = names.application_cluster(listener.port)
    cluster: Resource = {
        "@type": types.CLUSTER,
        "name": name,
        "type": "STATIC",
        "load_assignment": _beside(name, address),
        "metadata": {"filter_metadata": {"meshwright": {"virtual_node": node}}},
    }
    cluster |= circuit_breakers(listener.connection_pool)
    cluster |= application_check()
    # Applications close idle connections of their own accord, Node.js after 5 s: a request that is just being sent on one
    # fails. So Envoy closes them first.
    return cluster | protocol_options(listener.protocol, idle="4s")


@cache
def protocol_options(protocol: Protocol, idle: str | None = None) -> Resource:
    """The fields of a cluster that say how HTTP is spoken to it; none for TCP."""
    if protocol == "tcp":
        return {}
    version = "http_protocol_options" if protocol == "http" else "http2_protocol_options"
    options: Resource = {
        "@type": types.HTTP_PROTOCOL_OPTIONS,
        "explicit_http_config": {version: {}},
    }
    if idle:
        options["common_http_protocol_options"] = {"idle_timeout": idle}
    return {"typed_extension_protocol_options": {_HTTP_OPTIONS: options}}


def _discovery(name: str, port: int, endpoints: Endpoints, *, outside: bool) -> Resource:
    if isinstance(endpoints, Static):
        return {"type": "STATIC", "load_assignment": _assignment(name, endpoints.addresses.get(port, ()))}
    return {
        # A host outside the mesh may answer with other addresses each time: one connection pool for its name.
        "type": "LOGICAL_DNS" if outside else "STRICT_DNS",
        "dns_lookup_family": "V4_ONLY",
        "load_assignment": _assignment(name, (Address(endpoints.name, endpoints.ports.get(port, port)),)),
    }


@cache
def _beside(name: str, address: Address) -> Resource:
    """Where an application stands: mostly on the same port as the others."""
    return _assignment(name, (address,))


def _assignment(name: str, addresses: tuple[Address, ...]) -> Resource:
    hosts = [{"endpoint": {"address": socket_address(address)}} for address in addresses]
    return {"cluster_name": name, "endpoints": [{"lb_endpoints": hosts}]}


def socket_address(address: Address) -> Resource:
    """An address as Envoy writes it."""
    return {"socket_address": {"address": address.host, "port_value": address.port}}


def _tls(host: str) -> Resource:
    context: Resource = {
        "@type": types.UPSTREAM_TLS,
        "sni": host,
        "common_tls_context": {
            "validation_context": {
                "trusted_ca": {"filename": "/etc/ssl/certs/ca-certificates.crt"},
                "match_typed_subject_alt_names": [{"san_type": "DNS", "matcher": {"exact": host}}],
            }
        },
    }
    return {"transport_socket": {"name": "envoy.transport_sockets.tls", "typed_config": context}}
