"""Loopback capture: names of the mesh resolve to 127.0.0.1, where the task's own Envoy listens.

This is how a proxy will stand on ECS and EC2. Until those targets are built it serves to show, explain and compare the
configuration of environments that name them; nothing has run there.
"""

from meshwright.envoy.site import Address, Dns, Site
from meshwright.plan.index import Index
from meshwright.plan.model import Plan, VirtualGateway, VirtualNode
from meshwright.targets.network import Network

INBOUND = 15000
"""App Mesh's port for what comes in. Further listeners of a node take the following ports."""

OUTBOUND = 80
"""Where applications call their backends by plain URLs."""


def network(plan: Plan) -> Network:
    """Tasks found by DNS, each proxy on the loopback of its own task."""
    index = Index(plan)
    nodes = {node.name: _site(index, node) for node in plan.virtual_nodes if node.has_proxy}
    gateways = {gateway.name: _gateway(gateway) for gateway in plan.virtual_gateways}
    endpoints = {name: Dns(f"{name}.{plan.mesh}.mesh") for name in nodes}
    return Network(endpoints, nodes | gateways)


def _site(index: Index, node: VirtualNode) -> Site:
    inbound = {each.port: Address("0.0.0.0", each.port) for each in node.listeners}
    application = {each.port: Address("127.0.0.1", INBOUND + 1000 + at) for at, each in enumerate(node.listeners)}
    tcp = {
        backend: Address("127.0.0.1", listeners[0].port)
        for backend in node.backends
        if (listeners := index.listeners(backend)) and listeners[0].protocol == "tcp"
    }
    return Site(inbound, application, Address("127.0.0.1", OUTBOUND), tcp)


def _gateway(gateway: VirtualGateway) -> Site:
    return Site({each.port: Address("0.0.0.0", each.port) for each in gateway.listeners})
