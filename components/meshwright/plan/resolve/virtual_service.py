"""Virtual services, as App Mesh has them."""

from meshwright import names
from meshwright.description.virtual_service import VirtualService
from meshwright.plan import model
from meshwright.plan.resolve import route as routes
from meshwright.plan.resolve.context import Context, Path, is_tcp, origin
from meshwright.problems import did_you_mean


def declare(context: Context, service: VirtualService, path: Path) -> None:
    """Declares the name and the ports of a service. Routers and nodes are declared before."""
    ports: tuple[model.PortMapping, ...] = ()
    if service.router and service.node:
        context.report(
            "MW110",
            path,
            service,
            found=f'router="{service.router}" and node="{service.node}"',
            expected="one provider",
            fix="remove one of them",
        )
    elif service.router:
        ports = _provided(context, service, "router", service.router, context.routers, path)
    elif service.node:
        ports = _provided(context, service, "node", service.node, context.nodes, path)
    context.services[service.name] = ports


def _provided(
    context: Context,
    service: VirtualService,
    kind: str,
    name: str,
    known: dict[str, tuple[model.PortMapping, ...]],
    path: Path,
) -> tuple[model.PortMapping, ...]:
    if name not in known:
        context.report(
            "MW110",
            (*path, kind),
            service,
            found=f'"{name}"',
            expected=f"a virtual {kind} of this mesh",
            fix=did_you_mean(name, known, "name one that exists, or add it"),
        )
    return known.get(name, ())


def resolve(context: Context, service: VirtualService, path: Path) -> model.VirtualService:
    """A service. One that a node provides has one route, to that node."""
    ports = context.services[service.name]
    route = None
    if service.node and ports:
        tcp = is_tcp(ports[0].protocol)
        route = routes.only("node", service.node, ports[0], context.inherited(tcp=tcp), origin(service, path))
    domains = tuple(names.domains(service.name, context.mesh))
    return model.VirtualService(service.name, domains, service.router, service.node, route, origin(service, path))
