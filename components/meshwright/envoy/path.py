"""Paths: the conditions of a gateway's route, its rewriting, and the conditions of the service's route, as one match.

App Mesh routes twice: the gateway picks and rewrites, then the router sees the rewritten path. One Envoy does both at
once here, so the two are combined: a request matches exactly if the gateway's route takes its path and the router's route
takes what the rewriting makes of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from meshwright.envoy.match import meets, quote
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Match, Rewrite
from meshwright.problems import MeshwrightError


class Incombinable(MeshwrightError):
    """No Envoy match says the same as the two routes in a row."""


@dataclass(frozen=True)
class PathMatch:
    """The path specifier of a RouteMatch, further conditions on `:path`, and the fields that rewrite it."""

    specifier: Resource
    headers: list[Resource] = field(default_factory=list)
    rewrite: Resource = field(default_factory=dict)


def combined(gateway: Sequence[Match], rewrite: Rewrite, route: Sequence[Match]) -> PathMatch | None:
    """The two routes' paths as one match; None where no request can fulfil both. Raises Incombinable."""
    outer = _paths(gateway)
    prefix = next((match.value for match in outer if match.verb == "starts_with"), None)
    if rewrite.path is not None:
        return _replaced(rewrite.path, outer, _paths(route))
    if prefix is not None and rewrite.prefix is not None:
        return _replaced_prefix(prefix, rewrite.prefix, outer, _paths(route))
    return matched([*outer, *_paths(route)])


def matched(paths: Sequence[Match]) -> PathMatch | None:
    """Conditions that must all hold of one path. Without any, every path matches."""
    expressions = list(dict.fromkeys(match.value for match in paths if match.verb == "matches"))
    exacts = {match.value for match in paths if match.verb == "equals"}
    prefixes = sorted({match.value for match in paths if match.verb == "starts_with"}, key=len)
    if len(exacts) > 1 or any(not meets(match.verb, match.value, value) for value in exacts for match in paths):
        return None
    if exacts:
        return PathMatch({"path": exacts.pop()})
    if any(not prefixes[-1].startswith(prefix) for prefix in prefixes):
        return None
    if len(expressions) > 1:
        raise Incombinable("two regular expressions on one path")
    if expressions:
        # `:path` holds the query as well, which a prefix without "?" never reaches.
        headers = [{"name": ":path", "string_match": {"prefix": prefixes[-1]}}] if prefixes else []
        return PathMatch({"safe_regex": {"regex": expressions[0]}}, headers)
    return PathMatch({"prefix": prefixes[-1] if prefixes else "/"})


def _replaced(path: str, outer: Sequence[Match], inner: Sequence[Match]) -> PathMatch | None:
    found = matched(outer)
    if found is None or not all(meets(match.verb, match.value, path) for match in inner):
        return None
    whole = {"regex_rewrite": {"pattern": {"regex": "^.*$"}, "substitution": _literal(path)}}
    return replace(found, rewrite={"prefix_rewrite": path} if "path" in found.specifier else whole)


def _replaced_prefix(prefix: str, new: str, outer: Sequence[Match], inner: Sequence[Match]) -> PathMatch | None:
    if len(outer) > 1:
        raise Incombinable("a rewritten prefix beside another condition on the path")
    if new == prefix:
        return matched([*outer, *inner])
    if any(match.verb == "matches" for match in inner):
        raise Incombinable("a regular expression on a path whose prefix the gateway rewrites")
    # Without this, "/api" replaced by "/" would make "//cart" of "/api/cart" (Envoy, prefix_rewrite).
    slash = "/?" if new.endswith("/") and not prefix.endswith("/") else ""
    rewritten = {"regex_rewrite": {"pattern": {"regex": f"^{quote(prefix)}{slash}"}, "substitution": _literal(new)}}
    rewrite = rewritten if slash else {"prefix_rewrite": new}
    exacts = {match.value for match in inner if match.verb == "equals"}
    prefixes = sorted({match.value for match in inner if match.verb == "starts_with"}, key=len)
    if len(exacts) > 1 or any(not prefixes[-1].startswith(each) for each in prefixes):
        return None
    if exacts:
        wanted = exacts.pop()
        if not wanted.startswith(new) or not all(meets(match.verb, match.value, wanted) for match in inner):
            return None
        return _after(prefix, slash, wanted.removeprefix(new), "", rewrite)
    longest = prefixes[-1] if prefixes else "/"
    if new.startswith(longest):
        return PathMatch({"prefix": prefix}, rewrite=rewrite)
    if not longest.startswith(new):
        return None
    return _after(prefix, slash, longest.removeprefix(new), ".*", rewrite)


def _after(prefix: str, slash: str, rest: str, end: str, rewrite: Resource) -> PathMatch:
    """The original paths whose rewritten form goes on with `rest` after the new prefix."""
    if not slash and not rewrite.get("regex_rewrite"):
        return PathMatch({"prefix" if end else "path": prefix + rest}, rewrite=_longer(prefix, rest, rewrite))
    # A slash at once after the prefix is taken by the rewriting, so a rest that begins with one has another before it.
    between = "/" if slash and rest.startswith("/") else slash
    return PathMatch({"safe_regex": {"regex": f"{quote(prefix)}{between}{quote(rest)}{end}"}}, rewrite=rewrite)


def _longer(prefix: str, rest: str, rewrite: Resource) -> Resource:
    """Envoy replaces what it matched; where that is longer than the gateway's prefix, so is the replacement."""
    return {"prefix_rewrite": rewrite["prefix_rewrite"] + rest}


def _paths(matches: Sequence[Match]) -> list[Match]:
    return [match for match in matches if match.subject == "path"]


def _literal(text: str) -> str:
    """A text as RE2's substitution, in which a backslash refers to a group."""
    return text.replace("\\", "\\\\")
