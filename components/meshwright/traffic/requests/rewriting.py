"""Compares two rewritings of a path: the paths for which both make the same, and those for which they don't."""

import json
import re
from functools import lru_cache
from typing import NamedTuple

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.requests.condition import PATH, Condition

_PREFIX = re.compile(r"\^(.*?)(/\?)?")


class Rewriting(NamedTuple):
    """`start` of the path is replaced by `new`; with `slash`, a following slash too. `start` None: the whole path is
    replaced."""

    start: str | None
    new: str
    slash: bool = False


@lru_cache(maxsize=65536)
def edges(one: Rewriting | None, other: Rewriting | None) -> tuple[Condition, ...]:
    """Conditions on the path that separate the paths that both rewrite equally from the others.

    Both take paths that begin with their start. None: there is no target, so the path doesn't matter.
    """
    if one is None or other is None or one == other:
        return ()
    found = [*_made(one, other), *_made(other, one)]
    if one.start is not None and other.start is not None:
        found += [_path(prefix=f"{each.start}/") for each in (one, other) if each.slash]
    return tuple(dict.fromkeys(found))


def _made(one: Rewriting, by: Rewriting) -> list[Condition]:
    """The paths for which a rewriting of the start has the same result as the other rewriting has for every path."""
    if one.start is not None or by.start is None or not one.new.startswith(by.new):
        return []
    rest = one.new[len(by.new) :]
    return [_path(path=by.start + slash + rest) for slash in (("", "/") if by.slash else ("",))]


def rewriting(route: Resource) -> Rewriting | None:
    """How a route rewrites its paths; None if it answers by itself."""
    action, match = route.get("route"), route["match"]
    if action is None:
        return None
    if action.get("prefix_rewrite") is not None:
        return Rewriting(match.get("prefix"), action["prefix_rewrite"])
    if action.get("regex_rewrite") is not None:
        pattern, made = action["regex_rewrite"]["pattern"]["regex"], action["regex_rewrite"]["substitution"]
        new = made.replace("\\\\", "\\")
        if pattern == "^.*$":
            return Rewriting(None, new)
        found = _PREFIX.fullmatch(pattern)
        start = re.sub(r"\\(.)", r"\1", found[1]) if found else ""
        return Rewriting(start, new, bool(found and found[2]))
    return Rewriting("", "")


def _path(**kind: str) -> Condition:
    return Condition(PATH, json.dumps(kind))
