"""Groups identical findings so that a report states each once."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from meshwright.traffic.diff.change import Change, Spot
from meshwright.traffic.diff.diff import Diff, Level, Verdict
from meshwright.traffic.diff.listing import names
from meshwright.traffic.diff.plan_changes import PlanChange

_T = TypeVar("_T")


@dataclass(frozen=True)
class GroupedVerdict:
    """A verdict on one or several parts."""

    level: Level
    about: tuple[str, ...]
    reason: str
    steps: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """Spots with the same changes, in rows: which requests, and what changes. `callers`: who sends them, in words."""

    at: str
    callers: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Row:
    """Parts of one kind with the same differences."""

    kind: str
    names: tuple[str, ...]
    what: str


def grouped_verdicts(found: Iterable[Verdict]) -> list[GroupedVerdict]:
    """In their order, those in the same words together."""
    groups = _grouped((each, (each.level, each.reason, each.steps)) for each in found)
    return [
        GroupedVerdict(some[0].level, _once(each.about for each in some), some[0].reason, some[0].steps)
        for some in groups
    ]


def grouped_changes(found: Iterable[PlanChange]) -> list[Row]:
    """In their order, those in the same words together."""
    groups = _grouped((each, (each.kind, each.change, each.what)) for each in found)
    return [
        Row(some[0].kind + "s" * (len(some) > 1), _once(each.name for each in some), _what(some[0])) for some in groups
    ]


def _what(part: PlanChange) -> str:
    return "; ".join(part.what) or part.change


def sections(diff: Diff) -> list[Section]:
    """The changes of requests. A gateway is listed with the callers of a service if only the service's change affects
    it."""
    at: dict[tuple[Spot, tuple[str, ...]], list[Change]] = {}
    through: dict[Spot, dict[str, None]] = {}
    for each in diff.changes.requests:
        if each in diff.gateway_echoes:
            through.setdefault(diff.gateway_echoes[each], {})[each.spot.name] = None
        else:
            at.setdefault((each.spot, each.callers), []).append(each)
    found = []
    for (spot, callers), changes in at.items():
        whose = () if spot.kind == "gateway" else (*callers, *through.get(spot, ()))
        rows = tuple((_who(each), "; ".join(each.what)) for each in changes)
        found.append((spot, whose, rows))
    groups = _grouped((each, (each[2], _all_or(diff, each[0], each[1]))) for each in found)
    return [_section(some) for some in groups]


def _section(some: Sequence[tuple[Spot, tuple[str, ...], tuple[tuple[str, str], ...]]]) -> Section:
    spots = [spot for spot, _, _ in some]
    whose = {callers for _, callers, _ in some}
    callers = names(whose.pop()) if len(whose) == 1 else "all their callers"
    return Section(_spots(spots), callers, some[0][2])


def _spots(spots: Sequence[Spot]) -> str:
    services = [each.name for each in spots if each.kind == "service"]
    others = [str(each) for each in spots if each.kind != "service"]
    kind = "services" if len(services) > 1 else "service"
    return "; ".join([*([f"{kind} {names(services)}"] if services else []), *others])


def _all_or(diff: Diff, spot: Spot, callers: Sequence[str]) -> Hashable:
    """The callers; empty if they are all callers of the service, or a gateway's clients."""
    if spot.kind == "elsewhere":
        return tuple(callers)
    every = diff.sides.new.index.callers.get(spot.name, ())
    return tuple(callers) if set(every) - set(callers) else ()


def _who(change: Change) -> str:
    return f"{change.who} (only where a header is sent more than once)" if change.repeats else change.who


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))


def _grouped(found: Iterable[tuple[_T, Hashable]]) -> list[list[_T]]:
    groups: dict[Hashable, list[_T]] = {}
    for each, key in found:
        groups.setdefault(key, []).append(each)
    return list(groups.values())
