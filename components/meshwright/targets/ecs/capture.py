"""How connections of an application get to its task's own Envoy.

transparent: the ECS agent's rules lead them there, whatever they were meant for (`proxyConfiguration`). They skip
destinations that are local, so the names of the mesh resolve to addresses that are not.
loopback: the names of the mesh resolve to 127.0.0.1, where Envoy listens.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from meshwright.targets.sidecars import PROXY_UID

INBOUND = 15000
"""Where Envoy takes what comes in. App Mesh's port, as is the next."""

OUTBOUND = 15001
"""Where Envoy takes what the application sends."""

LOOPBACK_HTTP = 80
"""Where Envoy listens on 127.0.0.1 for all services that speak HTTP, so that URLs need no port."""

NETWORK = IPv4Network("198.18.0.0/15")
"""Addresses for names of the mesh: set apart for benchmarks (RFC 2544), so nobody's. Nothing is ever sent to them."""

HTTP_ADDRESS = str(NETWORK[1])
"""Of all services that speak HTTP: Envoy tells them apart by their names."""

NFS = 2049
"""Where file systems are mounted from: before Envoy runs, so not through it."""

_METADATA = ("169.254.170.2", "169.254.169.254")
_DNS = 53


def tcp_addresses(services: Iterable[str]) -> dict[str, str]:
    """An address for each service that speaks TCP. It depends on the name, so that others may come and go: an application
    that remembers the address of one must never reach another."""
    given: dict[str, str] = {}
    for service in sorted(services):
        number = int.from_bytes(hashlib.sha256(service.encode()).digest()[:4]) % (NETWORK.num_addresses - 512)
        while str(address := NETWORK[number + 256]) in given.values():
            number = (number + 1) % (NETWORK.num_addresses - 512)
        given[service] = str(IPv4Address(address))
    return given


def proxy_configuration(application_ports: Sequence[int]) -> dict[str, Any]:
    """ECS's `proxyConfiguration`. Its type is still called APPMESH, but it is the ECS agent's alone."""
    properties: Mapping[str, str] = {
        "IgnoredUID": str(PROXY_UID),
        # ECS requires both, also of a task that only calls: nobody listens on Envoy's inbound port there.
        "AppPorts": ",".join(map(str, application_ports or [INBOUND])),
        "ProxyIngressPort": str(INBOUND),
        "ProxyEgressPort": str(OUTBOUND),
        "EgressIgnoredPorts": str(_DNS),
        "EgressIgnoredIPs": ",".join(_METADATA),
    }
    pairs = [{"name": name, "value": value} for name, value in properties.items()]
    return {"type": "APPMESH", "containerName": "envoy", "properties": pairs}


def ignoring(configuration: Mapping[str, Any], port: int) -> dict[str, Any]:
    """A `proxyConfiguration` that leaves connections to one more port alone."""
    properties = [
        {**each, "value": f"{each['value']},{port}"} if each["name"] == "EgressIgnoredPorts" else each
        for each in configuration["properties"]
    ]
    return {**configuration, "properties": properties}


def low_ports() -> list[dict[str, str]]:
    """The system control with which a user who is not root may listen on ports below 1024."""
    return [{"namespace": "net.ipv4.ip_unprivileged_port_start", "value": "0"}]
