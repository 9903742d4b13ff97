"""Routes that answer by themselves: redirects and direct responses."""

from meshwright.description.gateway import GatewayRoute
from meshwright.description.redirect import Redirect
from meshwright.description.route import Route
from meshwright.plan import model
from meshwright.plan.resolve.context import Context, Path
from meshwright.plan.resolve.match import planned, written
from meshwright.units import Protocol

_ENDS = ("to", "redirect", "respond")


def answers(route: Route | GatewayRoute) -> bool:
    """Whether a route of a description answers by itself."""
    return route.redirect is not None or route.respond is not None


def check(context: Context, route: Route | GatewayRoute, path: Path, protocol: Protocol, to: str) -> None:
    """Reports a route without exactly one end (MW115), and an answer that its protocol does not have (MW116).

    `to`: how a destination is written, for the message.
    """
    ends = [each for each in _ENDS if getattr(route, each) is not None]
    if len(ends) != 1:
        context.report(
            "MW115",
            path,
            route,
            found=" and ".join(f"{each}=" for each in ends) or "none of to=, redirect= and respond=",
            expected="exactly one of to=, redirect= and respond=",
            fix="leave the others out" if ends else f"write {to}, for example",
        )
    if answers(route) and protocol == "tcp":
        context.report(
            "MW116",
            (*path, ends[-1]),
            route,
            found=f"{ends[-1]}= on a TCP route",
            expected="to=: TCP has connections and no requests that could be answered",
            fix="make the service http, http2 or grpc, or name a target",
        )
    elif route.redirect is not None and route.redirect.prefix is not None and not has_prefix(route):
        context.report(
            "MW116",
            (*path, "redirect", "prefix"),
            route.redirect,
            found=f'prefix="{route.redirect.prefix}" on a route without path.starts_with(...)',
            expected="a route with a prefix that can be replaced",
            fix='add path.starts_with("/...") to its conditions, or write path=',
        )
    elif route.redirect is not None and protocol == "grpc":
        context.report(
            "MW116",
            (*path, "redirect"),
            route,
            found="redirect= on a gRPC route",
            expected="to= or respond=: gRPC clients follow no redirect",
            fix='write respond=DirectResponse(501, "moved to ..."), or name a target',
        )


def redirect(written: Redirect | None) -> model.Redirect | None:
    """The redirect of a route, decided."""
    if written is None:
        return None
    return model.Redirect(
        written.status,
        written.scheme,
        written.host,
        written.port,
        written.path,
        written.prefix,
        query=written.query != "off",
    )


def respond(route: Route | GatewayRoute) -> model.DirectResponse | None:
    """The direct response of a route, decided."""
    found = route.respond
    return None if found is None else model.DirectResponse(found.status, found.body)


def has_prefix(route: Route | GatewayRoute) -> bool:
    """Whether a route matches a prefix, which can be replaced."""
    return any((each.subject, each.verb) == ("path", "starts_with") for each in map(planned, written(route.when)))
