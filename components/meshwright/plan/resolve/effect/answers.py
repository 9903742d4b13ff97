"""Options of routes that answer by themselves, of services and gateways."""

from collections.abc import Iterator
from dataclasses import fields

from meshwright.description.direct_response import DirectResponse
from meshwright.description.gateway import GatewayRoute
from meshwright.description.redirect import Redirect
from meshwright.description.route import Route
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.unused import Unused

_HEEDED = {"name", "to", "redirect", "respond", "when", "priority", "response_headers"}
_BODILESS = (204, 205)


def answer(route: Route | GatewayRoute, path: Path) -> Iterator[Unused]:
    """What is meant for requests that go on to a target, and parts of an answer that others replace."""
    end = "redirect" if route.redirect is not None else "respond"
    for field in (each.name for each in fields(route)):
        if field not in _HEEDED and getattr(route, field) not in (None, "off"):
            yield Unused(
                (*path, field),
                route,
                f"{field} of a route with {end}=",
                "no such option: no target gets the requests",
                "leave it out, or name a target with to=",
            )
    if route.redirect is not None:
        yield from _redirect(route.redirect, (*path, "redirect"))
    if route.respond is not None:
        yield from _respond(route.respond, (*path, "respond"))


def _redirect(redirect: Redirect, path: Path) -> Iterator[Unused]:
    if redirect.path is not None and redirect.prefix is not None:
        yield Unused(
            (*path, "prefix"),
            redirect,
            f'prefix="{redirect.prefix}" beside path="{redirect.path}", which replaces the whole path',
            "one of the two",
            "leave one of them out",
        )
    if redirect.path is not None and "?" in redirect.path and redirect.query == "off":
        yield Unused(
            (*path, "query"),
            redirect,
            f'query="off" beside path="{redirect.path}", whose query replaces that of the request',
            "one of the two",
            "leave query out",
        )


def _respond(respond: DirectResponse, path: Path) -> Iterator[Unused]:
    if respond.body and respond.status in _BODILESS:
        yield Unused(
            (*path, "body"),
            respond,
            f"a text with the status {respond.status}",
            f"no text: an answer with {respond.status} has none",
            "leave it out, or write another status, such as 200",
        )
