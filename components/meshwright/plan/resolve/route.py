"""Routes of a router: their order, their targets, and the policies that they inherit."""

from collections.abc import Mapping, Sequence

from meshwright.description.route import Route, Target
from meshwright.plan import model
from meshwright.plan.resolve import answer, match, mirror, policy
from meshwright.plan.resolve.context import Context, Path, is_tcp, listener_for, origin
from meshwright.plan.resolve.order import in_order
from meshwright.plan.resolve.target import Named, node_and_port

_MOST_PARTS = 10
"""Weights up to this are read as parts, as in 1 and 1, or 9 and 1; larger ones as percentages."""


def resolve(
    context: Context,
    routes: Sequence[Route],
    path: Path,
    *,
    listeners: Sequence[model.PortMapping],
    versions: Mapping[str, str],
    inherited: model.RoutePolicy,
    longest_first: bool = False,
) -> tuple[model.Route, ...]:
    """The routes of a router with these listeners. `versions`: the nodes by the short names that targets may use.

    `longest_first`: routes without a priority are tried by the length of their paths (App Mesh's terms).
    """
    resolved = []
    for at, route in in_order(context, routes, path, longest_first=longest_first):
        tcp = is_tcp(listeners[0].protocol)
        listener = _listener(context, route, listeners, at)
        when = match.resolve(context, route.when, (*at, "when"), protocol=listener.protocol, gateway=False)
        answer.check(context, route, at, listener.protocol, 'to="v1"')
        targets = _targets(context, route, (*at, "to"), listener, versions)
        own = policy.inherit(route, inherited, tcp=tcp)
        resolved.append(
            model.Route(
                name=route.name,
                protocol=listener.protocol,
                when=when,
                targets=targets,
                policy=policy.of_an_answer(own) if answer.answers(route) else own,
                origin=origin(route, at),
                mirror=None
                if answer.answers(route)
                else mirror.resolve(context, route.mirror, (*at, "mirror"), listener, versions),
                redirect=answer.redirect(route.redirect),
                respond=answer.respond(route),
            )
        )
    return tuple(resolved)


def only(
    name: str, node: str, listener: model.PortMapping, policy: model.RoutePolicy, origin: model.Origin
) -> model.Route:
    """The route of a service that writes none: every request goes to its node."""
    target = model.WeightedTarget(node, listener.port, 100)
    return model.Route(name, listener.protocol, (), (target,), policy, origin)


def _listener(
    context: Context,
    route: Route,
    listeners: Sequence[model.PortMapping],
    path: Path,
) -> model.PortMapping:
    wanted = next((int(each.value) for each in match.written(route.when) if each.subject == "port"), None)
    found = listener_for(listeners, wanted, listeners[0].port)
    if found is None:
        ports = ", ".join(str(listener.port) for listener in listeners)
        context.report(
            "MW201",
            (*path, "when"),
            route,
            found=f"a condition on port {wanted}",
            expected=f"a port on which the router listens: {ports}",
            fix="add the listener to the router, or remove the condition",
        )
    return found or listeners[0]


def _targets(
    context: Context, route: Route, path: Path, listener: model.PortMapping, versions: Mapping[str, str]
) -> tuple[model.WeightedTarget, ...]:
    if route.to is None:
        return ()
    written = _written_targets(route.to)
    resolved = []
    for key, to, weight, port in written:
        named = Named((*path, *key), to, port, f'Target("{to}", {weight}, port=...)')
        found = node_and_port(context, route, named, listener, versions)
        if found:
            resolved.append(model.WeightedTarget(*found, weight))
    _check_weights(context, route, path, [weight for _, _, weight, _ in written])
    return tuple(resolved)


def _check_weights(context: Context, route: Route, path: Path, weights: Sequence[int]) -> None:
    shown = " + ".join(map(str, weights)) or "no targets"
    if not sum(weights):
        context.report(
            "MW104",
            path,
            route,
            found=f"{shown} = 0",
            expected="at least one weight above 0",
            fix="give one target a weight, such as 100",
        )
    elif sum(weights) != 100 and max(weights) > _MOST_PARTS:
        context.report(
            "MW202",
            path,
            route,
            found=f"{shown} = {sum(weights)}",
            expected="100, so that weights are percentages",
            fix="weights are relative, so nothing fails; change them if you meant percentages",
        )


def _written_targets(to: str | Mapping[str, int] | Sequence[Target]) -> list[tuple[Path, str, int, int | None]]:
    """Each target: its path below `to`, its name, weight and port."""
    if isinstance(to, str):
        return [((), to, 100, None)]
    if isinstance(to, Mapping):
        return [((name,), name, weight, None) for name, weight in to.items()]
    return [((index,), target.to, target.weight, target.port) for index, target in enumerate(to)]
