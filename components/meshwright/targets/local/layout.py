"""The processes of a mesh on one machine: each task of a node, and each gateway, on 127.0.0.1 with ports of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from meshwright import names
from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Address, Site, Static
from meshwright.envoy.snapshot import Snapshot
from meshwright.plan.index import Index
from meshwright.plan.model import LocalPlatform, Plan, ProcessWorkload, VirtualGateway, VirtualNode
from meshwright.targets.local.ports import assign
from meshwright.targets.target import Network

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Instance:
    """One running copy of a node or gateway: an Envoy, its agent, and for a node its application.

    `ports`: every port that it binds, by name. `command` is empty for a gateway.
    """

    name: str
    proxy: str
    site: Site
    admin: int
    ports: Mapping[str, int]
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    directory: str | None = None


@dataclass(frozen=True)
class Layout:
    """Everything that runs on the machine."""

    instances: tuple[Instance, ...]
    network: Network

    def snapshots(self, plan: Plan) -> dict[str, Snapshot]:
        """The configuration of every instance, by its name: instances of one node differ in their own ports only."""
        instances = {each.name: (each.proxy, each.site) for each in self.instances}
        return Compiler(plan, self.network.endpoints).snapshots(instances)


def layout(plan: Plan, previous: Mapping[str, int] | None = None) -> Layout:
    """The processes and their addresses. `previous`: ports by name that were assigned before and stay."""
    assert isinstance(plan.platform, LocalPlatform)
    index = Index(plan)
    nodes = [node for node in plan.virtual_nodes if isinstance(node.runs, ProcessWorkload)]
    wanted = [name for node in nodes for name in _wanted(index, node)]
    wanted += [f"{names.instance(gateway.name, 0)}/admin" for gateway in plan.virtual_gateways]
    fixed = {
        f"{gateway.name}/{each.port}": each.port for gateway in plan.virtual_gateways for each in gateway.listeners
    }
    ports: dict[str, dict[str, int]] = {}
    for name, port in assign(wanted, {**(previous or {}), **fixed}, first=plan.platform.first_port).items():
        instance, _, part = name.partition("/")
        ports.setdefault(instance, {})[part] = port
    instances = [_instance(index, node, at, ports) for node in nodes for at in range(_count(node))]
    instances += [_gateway(gateway, ports) for gateway in plan.virtual_gateways]
    endpoints = {node.name: _endpoints(node, ports) for node in plan.virtual_nodes if node.has_proxy}
    sites = {each.proxy: each.site for each in reversed(instances)}
    return Layout(tuple(instances), Network(endpoints, sites))


def after(plan: Plan, before: Plan | None) -> Layout:
    """The layout of a plan that follows another one, whose ports it keeps. `before` None: it follows none."""
    found = layout(before).instances if before and isinstance(before.platform, LocalPlatform) else ()
    return layout(plan, {f"{each.name}/{part}": port for each in found for part, port in each.ports.items()})


def tasks(plan: Plan, before: Plan | None = None) -> dict[str, list[object]]:
    """The commands, variables and ports of the processes of each node and gateway, by its name. `before`: see `after`."""
    found: dict[str, list[object]] = {}
    for each in after(plan, before).instances:
        found.setdefault(each.proxy, []).append((each.command, each.environment, each.directory, each.ports))
    return found


def _count(node: VirtualNode) -> int:
    return node.runs.instances if isinstance(node.runs, ProcessWorkload) else 0


def _wanted(index: Index, node: VirtualNode) -> list[str]:
    parts = [f"{part}/{each.port}" for each in node.listeners for part in ("inbound", "application")]
    parts += ["outbound", *(f"outbound/{backend}" for backend in _tcp_backends(index, node)), "admin"]
    return [f"{names.instance(node.name, at)}/{part}" for at in range(_count(node)) for part in parts]


def _tcp_backends(index: Index, node: VirtualNode) -> list[str]:
    return [backend for backend in node.backends if index.is_tcp(backend)]


def _endpoints(node: VirtualNode, ports: Mapping[str, Mapping[str, int]]) -> Static:
    def address(at: int, port: int) -> Address:
        return Address(HOST, ports[names.instance(node.name, at)][f"inbound/{port}"])

    return Static({each.port: tuple(address(at, each.port) for at in range(_count(node))) for each in node.listeners})


def _instance(index: Index, node: VirtualNode, at: int, ports: Mapping[str, Mapping[str, int]]) -> Instance:
    assert isinstance(node.runs, ProcessWorkload)
    name = names.instance(node.name, at)
    own = ports[name]
    site = Site(
        inbound={each.port: Address(HOST, own[f"inbound/{each.port}"]) for each in node.listeners},
        application={each.port: Address(HOST, own[f"application/{each.port}"]) for each in node.listeners},
        outbound=Address(HOST, own["outbound"]),
        outbound_tcp={backend: Address(HOST, own[f"outbound/{backend}"]) for backend in _tcp_backends(index, node)},
        forward_proxy=True,
    )
    return Instance(
        name=name,
        proxy=node.name,
        site=site,
        admin=own["admin"],
        ports=own,
        command=node.runs.command,
        environment=_environment(index, node, at, site) | _texts(node.runs),
        directory=node.runs.directory,
    )


def _environment(index: Index, node: VirtualNode, at: int, site: Site) -> dict[str, str]:
    """The environment variables of an application: its name, its ports, and the addresses of its backends.

    HTTP backends are called by their own names through the proxy; clients differ in which spelling of the variable they
    read. The address of a TCP backend is in `<NAME>_SERVICE_HOST` and `_PORT`, as in Kubernetes.
    """
    assert site.outbound is not None
    proxy = f"http://{site.outbound.host}:{site.outbound.port}"
    web = [backend for backend in node.backends if backend not in site.outbound_tcp]
    backends = [f"http://{each}:{listeners[0].port}/" for each in web if (listeners := index.listeners(each))]
    told = {
        "MESHWRIGHT_SERVICE": node.service or node.name,
        "MESHWRIGHT_VERSION": node.version or "v1",
        "MESHWRIGHT_NODE": node.name,
        "MESHWRIGHT_INSTANCE": str(at),
        "MESHWRIGHT_BACKENDS": " ".join(backends),
        "HTTP_PROXY": proxy,
        "http_proxy": proxy,
        "HTTPS_PROXY": proxy,
        "https_proxy": proxy,
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
    }
    for number, (port, address) in enumerate(site.application.items()):
        told |= {"PORT": str(address.port)} if not number else {}
        told[f"PORT_{port}"] = str(address.port)
    if node.listeners:
        told["MESHWRIGHT_PROTOCOL"] = node.listeners[0].protocol
    for backend, address in site.outbound_tcp.items():
        variable = backend.upper().replace("-", "_").replace(".", "_")
        told |= {f"{variable}_SERVICE_HOST": address.host, f"{variable}_SERVICE_PORT": str(address.port)}
    return told


def _texts(workload: ProcessWorkload) -> dict[str, str]:
    return {name: value for name, value in workload.environment.items() if isinstance(value, str)}


def _gateway(gateway: VirtualGateway, ports: Mapping[str, Mapping[str, int]]) -> Instance:
    name = names.instance(gateway.name, 0)
    admin = ports[name]["admin"]
    site = Site({each.port: Address(HOST, each.port) for each in gateway.listeners})
    own = {f"inbound/{each.port}": each.port for each in gateway.listeners}
    return Instance(name, gateway.name, site, admin, own | {"admin": admin})
