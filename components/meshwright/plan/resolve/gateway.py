"""Gateways: `Gateway` and App Mesh's own term, `VirtualGateway`."""

from collections.abc import Sequence

from meshwright.description.gateway import Gateway, GatewayRoute, Rewrite
from meshwright.description.virtual_gateway import VirtualGateway
from meshwright.plan import defaults, model
from meshwright.plan.resolve import access_log, answer, connection_pool, header_changes, match, rate_limit
from meshwright.plan.resolve.context import Context, Path, is_tcp, listener_for, origin
from meshwright.plan.resolve.order import in_order
from meshwright.problems import did_you_mean
from meshwright.units import Protocol


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
        protocol = _protocol(gateway)
        answer.check(context, route, at, protocol, "to=web")
        answers = answer.answers(route)
        listener = model.PortMapping(0, protocol) if route.to is None else _listener(context, route, at)
        resolved.append(
            model.GatewayRoute(
                name=route.name,
                when=match.resolve(context, route.when, (*at, "when"), protocol=listener.protocol, gateway=True),
                service=None if answers else str(route.to),
                port=None if answers else listener.port,
                rewrite=model.Rewrite(None, None, host=False) if answers else _rewrite(route, listener.protocol),
                origin=origin(route, at),
                request_headers=None if answers else header_changes.resolve(route.request_headers, None, route),
                response_headers=header_changes.resolve(route.response_headers, None, route),
                rate_limit=None if answers else rate_limit.resolve(route.rate_limit, None, route),
                redirect=answer.redirect(route.redirect),
                respond=answer.respond(route),
            )
        )
    return tuple(resolved)


def _protocol(gateway: Gateway | VirtualGateway) -> Protocol:
    """What every client of a gateway speaks; http2, which fits every condition, where they speak several protocols."""
    spoken = {gateway.protocol} if isinstance(gateway, Gateway) else {each.protocol for each in gateway.listeners}
    return "grpc" if spoken == {"grpc"} else "http2"


def routed_to(listeners: Sequence[model.PortMapping], route: GatewayRoute) -> model.PortMapping | None:
    """The port of a service that a gateway's route goes to: the first unless it names one. None: there is no such port."""
    return listener_for(listeners, route.port, listeners[0].port if listeners else None)


_NONE = model.PortMapping(0, "http2")
"""Where the service or its port is not known, which is reported. Every condition fits it: one problem is enough."""


def _listener(context: Context, route: GatewayRoute, path: Path) -> model.PortMapping:
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
        return _NONE
    listeners = context.services[service]
    listener = routed_to(listeners, route)
    if listener is None and not all(each.port for each in listeners):
        return _NONE  # the service has no port, which is reported there
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
        return _NONE
    if is_tcp(listener.protocol):
        context.report(
            "MW108",
            (*path, "to"),
            route,
            found=f"{service}, a TCP service",
            expected="a service with protocol http, http2 or grpc",
            fix="gateways route requests only, as in App Mesh; put a network load balancer in front of a TCP service",
        )
        return model.PortMapping(listener.port, _NONE.protocol)
    return listener


def _rewrite(route: GatewayRoute, protocol: Protocol) -> model.Rewrite:
    """App Mesh's defaults: the matched prefix becomes "/", the host becomes the service's name.

    The path of a gRPC call is its method, which is never rewritten (App Mesh API, GrpcGatewayRouteRewrite).
    """
    if isinstance(route.rewrite, str):
        return model.Rewrite(None, None, host=False)
    rewrite = route.rewrite or Rewrite()
    if protocol == "grpc":
        return model.Rewrite(None, None, host=rewrite.host != "off")
    prefix: str | None = None
    if rewrite.prefix != "off" and has_prefix(route):
        prefix = rewrite.prefix if rewrite.prefix is not None else defaults.GATEWAY_PREFIX
    return model.Rewrite(prefix, rewrite.path, host=rewrite.host != "off")


def has_prefix(route: GatewayRoute) -> bool:
    """Whether a route matches a prefix, which can be replaced."""
    return any((each.subject, each.verb) == ("path", "starts_with") for each in match.written(route.when))
