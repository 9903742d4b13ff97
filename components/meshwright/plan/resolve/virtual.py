"""App Mesh's own terms: virtual services, virtual routers, virtual nodes."""

from meshwright import names
from meshwright.description.virtual_node import VirtualNode
from meshwright.description.virtual_router import VirtualRouter
from meshwright.description.virtual_service import VirtualService
from meshwright.description.workload import Host, LambdaFunction
from meshwright.plan import model
from meshwright.plan.resolve import access_log, connection_pool, health_check, outlier_detection, timeout, workload
from meshwright.plan.resolve import route as routes
from meshwright.plan.resolve.context import Context, Path, is_tcp, origin
from meshwright.problems import did_you_mean


def declare_node(context: Context, node: VirtualNode) -> None:
    """Declares the name and the ports of a node."""
    context.nodes[node.name] = tuple(model.PortMapping(each.port, each.protocol) for each in node.listeners)


def declare_router(context: Context, router: VirtualRouter, path: Path) -> None:
    """Declares the name and the ports of a router."""
    context.routers[router.name] = tuple(model.PortMapping(each.port, each.protocol) for each in router.listeners)
    if not router.listeners:
        context.report(
            "MW105",
            (*path, "listeners"),
            router,
            found="no listener",
            expected="at least one",
            fix="write listeners=[RouterListener(8080)]",
        )
    if len({is_tcp(each.protocol) for each in router.listeners}) > 1:
        context.report(
            "MW108",
            (*path, "listeners"),
            router,
            found="listeners for connections (tcp) and for requests",
            expected="one of the two, because a route has one protocol",
            fix="write a router for each, and a virtual service for each router",
        )


def declare_service(context: Context, service: VirtualService, path: Path) -> None:
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


def resolve_service(context: Context, service: VirtualService, path: Path) -> model.VirtualService:
    """A service. One that a node provides has one route, to that node."""
    ports = context.services[service.name]
    route = None
    if service.node and ports:
        tcp = is_tcp(ports[0].protocol)
        route = routes.only("node", service.node, ports[0], context.inherited(tcp=tcp), origin(service, path))
    domains = tuple(names.domains(service.name, context.mesh))
    return model.VirtualService(service.name, domains, service.router, service.node, route, origin(service, path))


def resolve_router(context: Context, router: VirtualRouter, path: Path) -> model.VirtualRouter:
    """A router, with its routes in the order in which they are tried."""
    listeners = context.routers[router.name]
    resolved: tuple[model.Route, ...] = ()
    if listeners:
        resolved = routes.resolve(
            context,
            router.routes,
            (*path, "routes"),
            listeners=listeners,
            versions={},
            inherited=context.inherited(tcp=is_tcp(listeners[0].protocol)),
        )
    return model.VirtualRouter(router.name, listeners, resolved, origin(router, path))


def resolve_node(context: Context, node: VirtualNode, path: Path) -> model.VirtualNode:
    """A node. Its listeners have App Mesh's timeout of 15 s unless they write one, whatever the timeouts of its routes."""
    outside = isinstance(node.runs, Host | LambdaFunction)
    listeners = tuple(
        model.Listener(
            port=each.port,
            protocol=each.protocol,
            timeout=timeout.resolve(each.timeout, context.inherited(tcp=is_tcp(each.protocol)).timeout, each),
            health_check=health_check.resolve(each.health_check, each.protocol, outside=outside),
            outlier_detection=outlier_detection.resolve(each.outlier_detection),
            connection_pool=connection_pool.resolve(each.connection_pool),
            origin=origin(each, (*path, "listeners", index)),
        )
        for index, each in enumerate(node.listeners)
    )
    return model.VirtualNode(
        name=node.name,
        service=None,
        version=None,
        listeners=listeners,
        backends=tuple(str(backend) for backend in node.backends),
        runs=workload.resolve(node.runs, listeners[0].port if listeners else None),
        access_log=access_log.resolve(node.access_log, context.access_log),
        origin=origin(node, path),
    )
