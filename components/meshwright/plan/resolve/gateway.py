"""Gateways: `Gateway` and App Mesh's own term, `VirtualGateway`."""

from meshwright.description.gateway import Gateway, GatewayRoute, Rewrite
from meshwright.description.match import Condition
from meshwright.description.virtual_gateway import VirtualGateway
from meshwright.plan import defaults, model
from meshwright.plan.resolve import access_log, connection_pool, match
from meshwright.plan.resolve.context import Context, Path, is_tcp, listener_for, origin
from meshwright.plan.resolve.order import in_order
from meshwright.problems import did_you_mean


def resolve(context: Context, gateway: Gateway | VirtualGateway, path: Path) -> model.VirtualGateway:
    """The gateway, with its routes in the order in which they are tried."""
    if isinstance(gateway, Gateway):
        pool = connection_pool.resolve(None)
        listeners: tuple[model.GatewayListener, ...] = (model.GatewayListener(gateway.port, gateway.protocol, pool),)
    else:
        listeners = tuple(
            model.GatewayListener(each.port, each.protocol, connection_pool.resolve(each.connection_pool))
            for each in gateway.listeners
        )
    if not listeners:
        context.report(
            "MW105",
            (*path, "listeners"),
            gateway,
            found="no listener",
            expected="at least one",
            fix="write listeners=[GatewayListener(8080)]",
        )
    return model.VirtualGateway(
        gateway.name,
        listeners,
        _routes(context, gateway, (*path, "routes")),
        access_log.resolve(gateway.access_log, context.access_log),
        origin(gateway, path),
    )


def _routes(context: Context, gateway: Gateway | VirtualGateway, path: Path) -> tuple[model.GatewayRoute, ...]:
    resolved = []
    for at, route in in_order(context, gateway.routes, path, longest_first=isinstance(gateway, VirtualGateway)):
        port = _port(context, route, at)
        resolved.append(
            model.GatewayRoute(
                name=route.name,
                when=match.resolve(context, route.when, (*at, "when"), tcp=False, gateway=True),
                service=str(route.to),
                port=port,
                rewrite=_rewrite(route),
                origin=origin(route, at),
            )
        )
    return tuple(resolved)


def _port(context: Context, route: GatewayRoute, path: Path) -> int:
    service = str(route.to)
    if service not in context.services:
        context.report(
            "MW102",
            (*path, "to"),
            route,
            found=f'"{service}"',
            expected="a service of this mesh",
            fix=did_you_mean(service, context.services, "name one that exists, or add it"),
        )
        return 0
    listeners = context.services[service]
    listener = listener_for(listeners, route.port, listeners[0].port if listeners else None)
    if listener is None and not all(each.port for each in listeners):
        return 0  # the service has no port, which is reported there
    if listener is None:
        ports = ", ".join(str(each.port) for each in listeners) or "none, because nothing provides it"
        context.report(
            "MW109",
            (*path, "port"),
            route,
            found=f"{service}, port {route.port}",
            expected=f"a port of the service: {ports}",
            fix="name one of them",
        )
        return 0
    if is_tcp(listener.protocol):
        context.report(
            "MW108",
            (*path, "to"),
            route,
            found=f"{service}, a TCP service",
            expected="a service with protocol http, http2 or grpc",
            fix="gateways route requests only, as in App Mesh; put a network load balancer in front of a TCP service",
        )
    return listener.port


def _rewrite(route: GatewayRoute) -> model.Rewrite:
    """App Mesh's defaults: the matched prefix becomes "/", the host becomes the service's name."""
    if isinstance(route.rewrite, str):
        return model.Rewrite(None, None, host=False)
    rewrite = route.rewrite or Rewrite()
    prefix: str | None = None
    if rewrite.prefix != "off" and _has_prefix(route):
        prefix = rewrite.prefix if rewrite.prefix is not None else defaults.GATEWAY_PREFIX
    return model.Rewrite(prefix, rewrite.path, host=rewrite.host != "off")


def _has_prefix(route: GatewayRoute) -> bool:
    conditions = [route.when] if isinstance(route.when, Condition) else route.when or ()
    return any(condition.subject == "path" and condition.verb == "starts_with" for condition in conditions)
