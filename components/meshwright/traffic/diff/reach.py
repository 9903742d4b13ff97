"""Which proxies a change affects: new configuration of which kinds, replaced tasks, added or removed proxies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from meshwright.envoy.kinds import KINDS, ROUTE, Kind
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic.diff.side import Side, Sides


@dataclass(frozen=True)
class Configured:
    """A proxy that gets new configuration.

    `changed`: the names of the resources that are changed, added or removed, by the field of their kind, routes
    first.
    """

    proxy: str
    changed: Mapping[str, tuple[str, ...]]

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The changed resources of one kind."""
        return self.changed.get(kind.field, ())

    def __str__(self) -> str:
        return f"{self.proxy} ({', '.join(self.changed)})"


@dataclass(frozen=True)
class Reach:
    """`replaced`: proxies whose tasks are replaced; None: unknown. `added`, `removed`: proxies that only one side
    has. `scaled`: proxies with another number of tasks. `untouched`: all others."""

    configured: tuple[Configured, ...]
    replaced: tuple[str, ...] | None
    scaled: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    untouched: tuple[str, ...]

    @property
    def lists(self) -> list[tuple[str, Sequence[str]]]:
        """The affected proxies by effect, in words; effects without a proxy are left out."""
        found: list[tuple[str, Sequence[str]]] = [
            ("new configuration", [str(each) for each in self.configured]),
            ("tasks replaced", self.replaced or ()),
            ("more or fewer tasks", self.scaled),
            ("added", self.added),
            ("removed", self.removed),
            ("not affected", self.untouched),
        ]
        return [(label, some) for label, some in found if some]

    @property
    def summary(self) -> str:
        """One line: "1 of 3 proxies gets new configuration, no task is replaced"."""
        stay = {each.proxy for each in self.configured} | {*(self.replaced or ()), *self.scaled, *self.untouched}
        few = len(self.configured)
        found = [f"{few or 'none'} of {_proxies(len(stay))} {'gets' if few < 2 else 'get'} new configuration"]
        if self.replaced is None:
            found.append("which tasks are replaced is unknown")
        else:
            found.append(f"the tasks of {len(self.replaced)} are replaced" if self.replaced else "no task is replaced")
        found += [f"{len(some)} {word}" for some, word in ((self.added, "added"), (self.removed, "removed")) if some]
        return ", ".join(found).capitalize()


def _proxies(count: int) -> str:
    return f"{count} {'proxy' if count == 1 else 'proxies'}"


def reach(sides: Sides) -> Reach:
    """Compares the configuration and the tasks of both sides."""
    old, new = sides.old.snapshots, sides.new.snapshots
    both = [proxy for proxy in new if proxy in old]
    configured = [found for proxy in both if (found := _configured(old[proxy], new[proxy]))]
    replaced = _replaced(sides.old.tasks, sides.new.tasks)
    scaled = tuple(proxy for proxy in both if _scale(sides.old, proxy) != _scale(sides.new, proxy))
    touched = {each.proxy for each in configured} | set(replaced or ()) | set(scaled)
    return Reach(
        configured=tuple(configured),
        replaced=replaced,
        scaled=scaled,
        added=tuple(proxy for proxy in new if proxy not in old),
        removed=tuple(proxy for proxy in old if proxy not in new),
        untouched=tuple(proxy for proxy in both if proxy not in touched),
    )


def _scale(side: Side, proxy: str) -> tuple[int | None, int | None] | None:
    task = side.plan.platform.tasks.get(proxy)
    return (task.low, task.high) if task else None


def _replaced(old: Mapping[str, object] | None, new: Mapping[str, object] | None) -> tuple[str, ...] | None:
    if old is None or new is None:
        return None
    return tuple(proxy for proxy in new if proxy in old and old[proxy] != new[proxy])


def _configured(old: Snapshot, new: Snapshot) -> Configured | None:
    found = {kind.field: _differing(old.of(kind), new.of(kind)) for kind in _told_first(KINDS.values())}
    changed = {field: names for field, names in found.items() if names}
    return Configured(new.proxy, changed) if changed else None


def _told_first(kinds: Iterable[Kind]) -> list[Kind]:
    """Routes first: most changes change only routes."""
    return sorted(kinds, key=lambda kind: kind != ROUTE)


def _differing(old: Mapping[str, Resource], new: Mapping[str, Resource]) -> tuple[str, ...]:
    return tuple(sorted(name for name in {**old, **new} if old.get(name) != new.get(name)))
