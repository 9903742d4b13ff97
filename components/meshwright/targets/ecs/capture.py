"""How connections of an application reach the Envoy of its task.

transparent: iptables rules of the ECS agent redirect all of them (`proxyConfiguration`). The rules skip local destinations,
so the names of the mesh resolve to addresses that are not local.
loopback: the names of the mesh resolve to 127.0.0.1, where Envoy listens.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Any

from meshwright.targets.sidecars import PROXY_UID

INBOUND = 15000
"""The port of Envoy for inbound connections. App Mesh's number."""

OUTBOUND = 15001
"""The port of Envoy for outbound connections. App Mesh's number."""

LOOPBACK_HTTP = 80
"""The port of Envoy on 127.0.0.1 for all HTTP services, so that URLs need no port."""

NETWORK = IPv4Network("198.18.0.0/15")
"""Addresses for the names of the mesh. RFC 2544 reserves them for benchmarks, so no host has one. No packet
is sent to them."""

HTTP_ADDRESS = str(NETWORK[1])
"""The address of all HTTP services: Envoy tells them apart by host name."""

NFS = 2049
"""The port of file systems. They are mounted before Envoy runs, so not through it."""

_METADATA = ("169.254.170.2", "169.254.169.254")
_DNS = 53


def tcp_addresses(services: Iterable[str]) -> dict[str, str]:
    """An address for each TCP service. It depends on the name only, so that it stays when other services come and go: an
    application that caches the address of one must never reach another."""
    given: dict[str, str] = {}
    for service in sorted(services):
        number = int.from_bytes(hashlib.sha256(service.encode()).digest()[:4]) % (NETWORK.num_addresses - 512)
        while str(address := NETWORK[number + 256]) in given.values():
            number = (number + 1) % (NETWORK.num_addresses - 512)
        given[service] = str(IPv4Address(address))
    return given


def proxy_configuration(application_ports: Sequence[int]) -> dict[str, Any]:
    """The `proxyConfiguration` of a task definition. Its type is still called APPMESH, but only the ECS agent uses it."""
    properties: Mapping[str, str] = {
        "IgnoredUID": str(PROXY_UID),
        # ECS requires both, even if the task only calls: no application listens on Envoy's inbound port.
        "AppPorts": ",".join(map(str, application_ports or [INBOUND])),
        "ProxyIngressPort": str(INBOUND),
        "ProxyEgressPort": str(OUTBOUND),
        "EgressIgnoredPorts": str(_DNS),
        "EgressIgnoredIPs": ",".join(_METADATA),
    }
    pairs = [{"name": name, "value": value} for name, value in properties.items()]
    return {"type": "APPMESH", "containerName": "envoy", "properties": pairs}


def ignoring(configuration: Mapping[str, Any], port: int) -> dict[str, Any]:
    """The `proxyConfiguration` without capture of one more port."""
    properties = [
        {**each, "value": f"{each['value']},{port}"} if each["name"] == "EgressIgnoredPorts" else each
        for each in configuration["properties"]
    ]
    return {**configuration, "properties": properties}


def low_ports() -> list[dict[str, str]]:
    """The system control that lets a user other than root listen on ports below 1024."""
    return [{"namespace": "net.ipv4.ip_unprivileged_port_start", "value": "0"}]
