"""Whom a change reaches: which proxies get new configuration, and of which kind; whose tasks are replaced."""

from collections.abc import Mapping
from dataclasses import dataclass

from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic.diff.side import Sides


@dataclass(frozen=True)
class Configured:
    """A proxy that gets new configuration. `clusters`, `listeners`: the names of those that differ, come or go."""

    proxy: str
    routes: bool
    clusters: tuple[str, ...]
    listeners: tuple[str, ...]

    def __str__(self) -> str:
        kinds = [("routes", self.routes), ("clusters", self.clusters), ("listeners", self.listeners)]
        return f"{self.proxy} ({', '.join(name for name, there in kinds if there)})"


@dataclass(frozen=True)
class Reach:
    """`replaced`: proxies whose tasks are replaced; None: it is not known what tasks are made of. `added`, `removed`:
    proxies that come and go. `untouched`: those to which nothing happens."""

    configured: tuple[Configured, ...]
    replaced: tuple[str, ...] | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    untouched: tuple[str, ...]


def reach(sides: Sides) -> Reach:
    """By the configuration and the tasks of both sides, whatever the reason."""
    old, new = sides.old.snapshots, sides.new.snapshots
    both = [proxy for proxy in new if proxy in old]
    configured = [found for proxy in both if (found := _configured(old[proxy], new[proxy]))]
    replaced = _replaced(sides.old.tasks, sides.new.tasks)
    touched = {each.proxy for each in configured} | set(replaced or ())
    return Reach(
        configured=tuple(configured),
        replaced=replaced,
        added=tuple(proxy for proxy in new if proxy not in old),
        removed=tuple(proxy for proxy in old if proxy not in new),
        untouched=tuple(proxy for proxy in both if proxy not in touched),
    )


def _replaced(old: Mapping[str, object] | None, new: Mapping[str, object] | None) -> tuple[str, ...] | None:
    if old is None or new is None:
        return None
    return tuple(proxy for proxy in new if proxy in old and old[proxy] != new[proxy])


def _configured(old: Snapshot, new: Snapshot) -> Configured | None:
    found = Configured(
        new.proxy,
        old.routes != new.routes,
        _differing(old.clusters, new.clusters),
        _differing(old.listeners, new.listeners),
    )
    return found if found.routes or found.clusters or found.listeners else None


def _differing(old: Mapping[str, Resource], new: Mapping[str, Resource]) -> tuple[str, ...]:
    return tuple(sorted(name for name in {**old, **new} if old.get(name) != new.get(name)))
