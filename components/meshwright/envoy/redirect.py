"""Redirects: the answer of a route."""

from collections.abc import Sequence

from meshwright.envoy.match import quote
from meshwright.envoy.path import PathMatch
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Match, Redirect

_CODES = {
    301: "MOVED_PERMANENTLY",
    302: "FOUND",
    303: "SEE_OTHER",
    307: "TEMPORARY_REDIRECT",
    308: "PERMANENT_REDIRECT",
}


def action(redirect: Redirect, found: PathMatch, when: Sequence[Match], whole: str | None = None) -> Resource:
    """A RedirectAction. `found`: the match of Envoy's route, `when`: the conditions of the route that redirects.

    `whole`: the path that a gateway's route before it puts in place of the client's.
    """
    fields: Resource = {
        "scheme_redirect": redirect.scheme,
        "host_redirect": redirect.host,
        "port_redirect": redirect.port,
        "path_redirect": redirect.path,
        "strip_query": None if redirect.query else True,
    }
    if redirect.prefix is not None:
        fields |= _prefix(redirect.prefix, found, [each for each in when if each.subject == "path"], whole)
    return {"response_code": _CODES[redirect.status]} | {key: value for key, value in fields.items() if value}


def _prefix(new: str, found: PathMatch, paths: Sequence[Match], whole: str | None) -> Resource:
    """The new path: `new`, and what follows the route's prefix in the path as that route sees it."""
    prefix = max((each.value for each in paths if each.verb == "starts_with"), key=len, default="/")
    matched, rewritten = found.specifier, found.rewrite
    known: str | None = whole or next((each.value for each in paths if each.verb == "equals"), None)
    if "path" in matched:
        known = known or rewritten.get("prefix_rewrite") or matched["path"]
    # Without this, "/old" replaced by "/" would make "//cart" of "/old/cart", as in `path`.
    slash = "/?" if new.endswith("/") and not prefix.endswith("/") else ""
    if known is not None:
        rest = known.removeprefix(prefix)
        return {"path_redirect": new + (rest.removeprefix("/") if slash else rest)}
    if "prefix" not in matched:
        regex = matched["safe_regex"]["regex"].removesuffix(".*") if rewritten else quote(prefix)
        return _by_regex(f"^{regex}{slash}", new)
    if "regex_rewrite" in rewritten:
        rest = _unescaped(rewritten["regex_rewrite"]["substitution"]).removeprefix(prefix)
        return _by_regex(rewritten["regex_rewrite"]["pattern"]["regex"], new + rest)
    rest = str(rewritten.get("prefix_rewrite", matched["prefix"])).removeprefix(prefix)
    if slash and not rest:
        return _by_regex(f"^{quote(matched['prefix'])}{slash}", new)
    return {"prefix_rewrite": (new.removesuffix("/") if slash and rest.startswith("/") else new) + rest}


def _by_regex(pattern: str, new: str) -> Resource:
    return {"regex_rewrite": {"pattern": {"regex": pattern}, "substitution": new.replace("\\", "\\\\")}}


def _unescaped(substitution: str) -> str:
    return substitution.replace("\\\\", "\\")
