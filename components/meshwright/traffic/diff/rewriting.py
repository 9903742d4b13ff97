"""Where two ways to rewrite a path part: the paths of which the one makes the same as the other, and those of which not."""

import json
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.diff.condition import PATH, Condition

_PREFIX = re.compile(r"\^(.*?)(/\?)?")


class _Rewriting(NamedTuple):
    """`start` of the path is replaced by `new`, with a slash behind it where `slash`. `start` None: the whole path is."""

    start: str | None
    new: str
    slash: bool = False


def edges(old: Sequence[Resource], new: Sequence[Resource]) -> list[Condition]:
    """Conditions on the path so that for all paths that meet the same of them, two rewritings are equal, or none is.

    None where both sides rewrite alike: then the same paths go the same way.
    """
    sides = [{_rewriting(route) for route in side if route.get("route")} for side in (old, new)]
    if sides[0] == sides[1]:
        return []
    every = sides[0] | sides[1] | {_Rewriting("", "")}
    found: dict[Condition, None] = {}
    for each in every:
        if each.start:
            found |= dict.fromkeys(_path(prefix=text) for text in (each.start, each.start + "/" * each.slash))
        if each.start is None:
            found |= dict.fromkeys(_path(path=path) for path in _made(each.new, every))
    return list(found)


def _made(wanted: str, every: Iterable[_Rewriting]) -> list[str]:
    """The paths of which a rewritten start makes just this one."""
    return [
        each.start + slash + wanted[len(each.new) :]
        for each in every
        if each.start is not None and wanted.startswith(each.new)
        for slash in (("", "/") if each.slash else ("",))
    ]


def _rewriting(route: Resource) -> _Rewriting:
    action, match = route["route"], route["match"]
    if action.get("prefix_rewrite") is not None:
        return _Rewriting(match.get("prefix"), action["prefix_rewrite"])
    if action.get("regex_rewrite") is not None:
        pattern, made = action["regex_rewrite"]["pattern"]["regex"], action["regex_rewrite"]["substitution"]
        new = made.replace("\\\\", "\\")
        if pattern == "^.*$":
            return _Rewriting(None, new)
        found = _PREFIX.fullmatch(pattern)
        start = re.sub(r"\\(.)", r"\1", found[1]) if found else ""
        return _Rewriting(start, new, bool(found and found[2]))
    return _Rewriting("", "")


def _path(**kind: str) -> Condition:
    return Condition(PATH, json.dumps(kind))
