"""A diff as highlights of the graph: what changes at each part, and how serious it is."""

from collections import defaultdict
from collections.abc import Iterator

from meshwright.traffic.code_marks import plain
from meshwright.traffic.diff import LEVELS, Diff, Level, Verdict
from meshwright.traffic.diff.change import Spot
from meshwright.traffic.graph.model import MESH, Change, Highlight, Highlights, Key, Kind, key

_KINDS: dict[str, Kind] = {"virtual service": "service", "virtual node": "node", "virtual gateway": "gateway"}


def highlights(diff: Diff) -> Highlights:
    """The findings of a diff by part; findings on no single part belong to the mesh (`MESH`)."""
    lines: dict[Key, list[str]] = defaultdict(list)
    levels: dict[Key, Level] = {}
    kinds: dict[Key, Change] = {}
    named = _named(diff)
    for verdict in diff.verdicts:
        where = named.get(verdict.about, MESH)
        lines[where] += _verdict(verdict)
        levels[where] = max(levels.get(where, "safe"), verdict.level, key=LEVELS.index)
    for change in diff.own:
        lines[_place(change.spot)].append(f"{plain(change.who)}: {plain('; '.join(change.what))}")
    for part in diff.plan_changes:
        where = key(_KINDS[part.kind], part.name) if part.kind in _KINDS else MESH
        lines[where] += map(plain, part.what)
        kinds[where] = part.change
    return {
        where: Highlight(kinds.get(where, "changed"), levels.get(where, "safe"), tuple(dict.fromkeys(said)))
        for where, said in lines.items()
    }


def _verdict(verdict: Verdict) -> Iterator[str]:
    yield f"{verdict.level}: {plain(verdict.reason)}"
    for number, step in enumerate(verdict.steps, 1):
        yield f"{f'step {number}' if len(verdict.steps) > 1 else 'safer'}: {plain(step)}"


def _place(spot: Spot) -> Key:
    return MESH if spot.kind == "elsewhere" else key(spot.kind, spot.name)


def _named(diff: Diff) -> dict[str, Key]:
    """The parts by the names in verdicts; of one name, a service comes first, then a node, then a gateway."""
    found: dict[str, Key] = {}
    for side in (diff.sides.old, diff.sides.new):
        found |= {name: key("gateway", name) for name in side.index.gateways}
        found |= {name: key("node", name) for name in side.index.nodes}
        found |= {name: key("service", name) for name in side.index.services}
    return found | {str(change.spot): _place(change.spot) for change in diff.changes.requests}
