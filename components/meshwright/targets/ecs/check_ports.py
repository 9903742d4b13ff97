"""MW313: a port of a task on which two containers would listen."""

from collections.abc import Iterable

from meshwright.checks.finding import finding
from meshwright.plan.index import Index
from meshwright.plan.model import InlineDelivery, VirtualNode
from meshwright.problems import Problem
from meshwright.targets.ecs import capture
from meshwright.targets.ecs.network import inbound_ports, is_loopback, tcp_services
from meshwright.targets.sidecars import ADMIN, appconfig_agent


def check(index: Index) -> Iterable[Problem]:
    """The containers of a task share its ports. The application's are those of its node's listeners."""
    tcp = set(tcp_services(index))
    for node in index.plan.virtual_nodes:
        if not (node.runs and node.has_proxy):
            continue
        taken = _taken(index, node)
        for listener in node.listeners:
            if listener.port in taken:
                yield _clash(index, node.origin, listener.port, f"{node.name} itself", taken[listener.port])
        if is_loopback(index.plan):
            for backend in node.backends:
                if backend not in tcp:
                    continue
                port = index.listeners(backend)[0].port
                own = any(port == listener.port for listener in node.listeners)
                other = f"{node.name} itself" if own else taken.get(port)
                if other:
                    yield _clash(index, node.origin, port, f"{node.name}'s backend {backend}", other)
                taken[port] = f"its backend {backend}"
    for gateway in index.plan.virtual_gateways:
        agents = _agents(index)
        for port in (each.port for each in gateway.listeners if each.port in agents):
            yield _clash(index, gateway.origin, port, gateway.name, agents[port])


def _agents(index: Index) -> dict[int, str]:
    agent = {} if isinstance(index.plan.delivery, InlineDelivery) else {appconfig_agent.PORT: "the AppConfig Agent"}
    return {ADMIN: "Envoy's admin interface"} | agent


def _taken(index: Index, node: VirtualNode) -> dict[int, str]:
    """What listens in the task of a node besides its application, by port."""
    if not is_loopback(index.plan):
        return _agents(index) | {capture.INBOUND: "Envoy", capture.OUTBOUND: "Envoy"}
    inbound = dict.fromkeys(inbound_ports(index.plan, node).values(), "Envoy's listener for callers")
    return _agents(index) | inbound | {capture.LOOPBACK_HTTP: "Envoy's listener for HTTP backends"}


def _clash(index: Index, origin: str, port: int, who: str, other: str) -> Problem:
    fixes = "choose another port"
    if is_loopback(index.plan):
        fixes += ', or capture "transparent", which uses fewer'
    return finding(
        "MW313",
        origin,
        "port",
        found=f"port {port} of {who}, which {other} uses in the task",
        expected="a different port for each",
        fix=fixes,
    )
