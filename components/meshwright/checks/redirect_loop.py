"""Redirects whose clients meet the same route again."""

from collections.abc import Iterable, Sequence

from meshwright.checks.finding import finding
from meshwright.envoy.match import meets
from meshwright.plan import Index
from meshwright.plan.model import GatewayRoute, Match, Redirect, Route
from meshwright.problems import Problem


def check(index: Index) -> Iterable[Problem]:
    """The routes of routers and gateways. One that an earlier route may rescue, or whose new address may be elsewhere, is
    left out: what is reported never ends."""
    for router in index.plan.virtual_routers:
        yield from _problems(router.routes)
    for gateway in index.plan.virtual_gateways:
        yield from _problems(gateway.routes)


def _problems(routes: Sequence[Route | GatewayRoute]) -> Iterable[Problem]:
    for at, route in enumerate(routes):
        redirect = route.redirect
        if redirect is None or not _returns(redirect, route.when):
            continue
        changed = _changed(redirect)
        if not any(each.subject in changed for earlier in routes[:at] for each in earlier.when):
            yield finding(
                "MW212",
                route.origin,
                "redirect",
                found=f'"{route.name}", whose clients ask at an address that it redirects again',
                expected="an address that does not meet its own conditions",
                fix="redirect elsewhere, or add a condition that the new address does not meet",
            )


def _changed(redirect: Redirect) -> set[str]:
    """The subjects of conditions on which the new address may give another answer."""
    named = {"host": redirect.host, "scheme": redirect.scheme, "path": redirect.path or redirect.prefix}
    found = {subject for subject, value in named.items() if value}
    return found | ({"query"} if not redirect.query or "?" in (redirect.path or "") else set())


def _returns(redirect: Redirect, when: Sequence[Match]) -> bool:
    """Whether the new address surely meets all conditions. A port, or what no condition names, may lead elsewhere."""
    asked = {each.subject for each in when}
    if redirect.port or (redirect.host and "host" not in asked) or (redirect.scheme and "scheme" not in asked):
        return False
    changed = _changed(redirect)
    return all(_still(each, redirect, when) for each in when if each.subject in changed)


def _still(match: Match, redirect: Redirect, when: Sequence[Match]) -> bool:
    if match.subject == "host":
        return _holds(match, (redirect.host or "").lower(), match.value.lower())
    if match.subject == "scheme":
        return _holds(match, redirect.scheme or "", match.value)
    if match.subject == "path" and redirect.path:
        return _holds(match, redirect.path.partition("?")[0], match.value)
    if match.subject == "path":
        old = max((each.value for each in when if (each.subject, each.verb) == ("path", "starts_with")), key=len)
        return match.verb == "starts_with" and (redirect.prefix or "").startswith(old)
    return False


def _holds(match: Match, value: str, wanted: str) -> bool:
    return not match.inverted and meets(match.verb, wanted, value)
