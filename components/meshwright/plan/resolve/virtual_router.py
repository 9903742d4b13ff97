"""Virtual routers, as App Mesh has them."""

from meshwright.description.virtual_router import VirtualRouter
from meshwright.plan import model
from meshwright.plan.resolve import route as routes
from meshwright.plan.resolve.context import Context, Path, is_tcp, origin


def declare(context: Context, router: VirtualRouter, path: Path) -> None:
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


def resolve(context: Context, router: VirtualRouter, path: Path) -> model.VirtualRouter:
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
            longest_first=True,
        )
    return model.VirtualRouter(router.name, listeners, resolved, origin(router, path))
