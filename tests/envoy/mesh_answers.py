"""Redirects and direct responses of random meshes, and what becomes of requests that they take."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from meshwright import Condition, DirectResponse, Redirect
from meshwright.plan.model import GatewayRoute, Route
from meshwright.traffic import Explanation

NEW = ["/", "/new", "/v3/"]
Headers = tuple[tuple[str, ...], ...]


def draw_answer(drawn: random.Random, when: Sequence[Condition]) -> dict[str, Any]:
    """The fields of a route with these conditions that answers by itself; empty for most."""
    kind = drawn.choice(["", "", "", "redirect", "respond"])
    if kind == "respond":
        return {"respond": DirectResponse(drawn.choice([200, 410, 503]), drawn.choice(["", "50 % of it"]))}
    if kind != "redirect":
        return {}
    paths: dict[str, Any] = {"path": drawn.choice(["/found", "/found?a=b", None])}
    if any((each.subject, each.verb) == ("path", "starts_with") for each in when):
        paths = drawn.choice([paths, {"prefix": drawn.choice(NEW)}])
    redirect = Redirect(
        scheme=drawn.choice([None, "https"]),
        host=drawn.choice([None, "new.example"]),
        port=drawn.choice([None, 8443]),
        query=drawn.choice([None, "off"]),
        status=drawn.choice([301, 302, 303, 307, 308]),
        **paths,
    )
    return {"redirect": redirect}


@dataclass(frozen=True)
class Answered:
    """What the client gets, and the values of each changed header in it."""

    route: str
    status: int
    location: str | None
    body: str
    answered: Headers


def answered(
    name: str, route: Route | GatewayRoute, url: str, seen: str, host: str, headers: Headers
) -> Answered | None:
    """What a route answers, if it does, to a request for a URL. `seen`: the path as the route sees it."""
    if route.respond is not None:
        return Answered(name, route.respond.status, None, route.respond.body, headers)
    redirect = route.redirect
    if redirect is None:
        return None
    asked, mark, query = url.partition("?")
    path = redirect.path or asked
    if redirect.prefix is not None:
        old = max((each.value for each in route.when if each.verb == "starts_with" and each.subject == "path"), key=len)
        rest = seen.removeprefix(old)
        doubled = redirect.prefix.endswith("/") and not old.endswith("/") and rest.startswith("/")
        path = redirect.prefix + rest[doubled:]
    if redirect.query and "?" not in path:
        path += mark + query
    port = f":{redirect.port}" if redirect.port else ""
    location = f"{redirect.scheme or 'http'}://{redirect.host or host}{port}{path}"
    return Answered(name, redirect.status, location, "", headers)


def explained(said: Explanation, headers: Headers) -> Answered | None:
    """What the explainer says of a route that answers; None where it says that there is no route."""
    if said.outcome not in ("redirect", "direct_response") or str(said.route).endswith("/none"):
        return None
    return Answered(said.route or "", said.status or 0, said.location, said.body, headers)
