"""What is said of several parts of a mesh in the same words, told once: for people, in Markdown and on a terminal."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from meshwright.traffic.diff.change import Change, Place
from meshwright.traffic.diff.diff import Diff, Level, Verdict
from meshwright.traffic.diff.part import Part

_T = TypeVar("_T")

_SHOWN = 8
"""How many names stand in a list before the rest is only counted."""


@dataclass(frozen=True)
class Said:
    """A verdict of one or several parts."""

    level: Level
    about: tuple[str, ...]
    reason: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Places at which the same changes, in rows: which requests, and what changes. `callers`: whose requests, in words."""

    at: str
    callers: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """Parts of one kind of which the same is different."""

    kind: str
    names: tuple[str, ...]
    what: str


def verdicts(found: Iterable[Verdict]) -> list[Said]:
    """In their order, those in the same words together."""
    together = _together((each, (each.level, each.reason, each.steps)) for each in found)
    return [Said(some[0].level, _once(each.about for each in some), some[0].reason, some[0].steps) for some in together]


def parts(found: Iterable[Part]) -> list[Row]:
    """In their order, those in the same words together."""
    together = _together((each, (each.kind, each.change, each.what)) for each in found)
    return [
        Row(some[0].kind + "s" * (len(some) > 1), _once(each.name for each in some), _what(some[0]))
        for some in together
    ]


def _what(part: Part) -> str:
    return "; ".join(part.what) or part.change


def sections(diff: Diff) -> list[Section]:
    """The changes of requests; a gateway stands beside the callers of the service behind it where that says it all."""
    at: dict[tuple[Place, tuple[str, ...]], list[Change]] = {}
    through: dict[Place, dict[str, None]] = {}
    for each in diff.changes.requests:
        if each in diff.behind:
            through.setdefault(diff.behind[each], {})[each.place.name] = None
        else:
            at.setdefault((each.place, each.callers), []).append(each)
    found = []
    for (place, callers), changes in at.items():
        whose = () if place.kind == "gateway" else (*callers, *through.get(place, ()))
        rows = tuple((_who(each), "; ".join(each.what)) for each in changes)
        found.append((place, whose, rows))
    together = _together((each, (each[2], _all_or(diff, each[0], each[1]))) for each in found)
    return [_section(some) for some in together]


def _section(some: Sequence[tuple[Place, tuple[str, ...], tuple[tuple[str, str], ...]]]) -> Section:
    places = [place for place, _, _ in some]
    whose = {callers for _, callers, _ in some}
    callers = names(whose.pop()) if len(whose) == 1 else "all their callers"
    return Section(_places(places), callers, some[0][2])


def _places(places: Sequence[Place]) -> str:
    services = [each.name for each in places if each.kind == "service"]
    others = [str(each) for each in places if each.kind != "service"]
    kind = "services" if len(services) > 1 else "service"
    return "; ".join([*([f"{kind} {names(services)}"] if services else []), *others])


def _all_or(diff: Diff, place: Place, callers: Sequence[str]) -> Hashable:
    """The callers; nothing where they are all that a service has, or a gateway's clients."""
    if place.kind == "elsewhere":
        return tuple(callers)
    every = diff.sides.new.index.callers.get(place.name, ())
    return tuple(callers) if set(every) - set(callers) else ()


def _who(change: Change) -> str:
    return f"{change.who} (only where a header is sent more than once)" if change.repeats else change.who


def names(found: Iterable[str]) -> str:
    """A list of names, the first ones only where there are many."""
    every = list(found)
    if len(every) <= _SHOWN:
        return ", ".join(every)
    return f"{', '.join(every[:_SHOWN])} and {len(every) - _SHOWN} more"


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _together(found: Iterable[tuple[_T, Hashable]]) -> list[list[_T]]:
    groups: dict[Hashable, list[_T]] = {}
    for each, key in found:
        groups.setdefault(key, []).append(each)
    return list(groups.values())
