"""What is different for requests of one class, in words."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from meshwright.traffic.diff.fate import Fate, show_retry, show_seconds, show_share
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.diff.words import Requests, code
from meshwright.traffic.explanation import Retry


@dataclass(frozen=True)
class Place:
    """Where requests are made. `service`: those that callers send to a virtual service. `gateway`: those that come in at
    a gateway's `port`. `elsewhere`: those that a node sends to what is no service of the mesh."""

    kind: Literal["service", "gateway", "elsewhere"]
    name: str = ""
    port: int | None = None

    def __str__(self) -> str:
        if self.kind == "gateway":
            return f"gateway {self.name}, port {self.port}"
        return f"service {self.name}" if self.kind == "service" else "other hosts"


@dataclass(frozen=True)
class Change:
    """Requests that go another way than before.

    `callers`: whose requests; empty for a gateway's clients. `hosts`: the hosts that they ask for; empty: any of the
    place's. `requests`: the classes; empty for TCP connections. `fates`: before and after, for each class or part of one
    that differs in what stays the same. `what`: the differences in words. `routes`: the names of the routes that take
    them, before and after. `example`: one such request. `repeats`: only those that send a header more than once.
    """

    place: Place
    callers: tuple[str, ...]
    hosts: tuple[str, ...]
    requests: tuple[Requests, ...]
    fates: tuple[tuple[Fate, Fate], ...]
    what: tuple[str, ...]
    routes: tuple[str, ...] = ()
    example: str = ""
    repeats: bool = False

    @property
    def who(self) -> str:
        """The requests in words."""
        if not self.requests:
            return "connections"
        found = "; ".join(map(str, self.requests))
        hosts = f" for {', '.join(map(code, self.hosts))}" if self.hosts else ""
        return found + hosts


def differences(sides: Sides, old: Fate, new: Fate, service: str = "") -> tuple[str, ...]:
    """What differs between two fates, in words; nothing where they are alike.

    `service`: the one that the requests are for, whose versions are called by their own names; absent: none.
    """
    if old == new:
        return ()
    names = _names(sides, service, old, new)
    if old.outcome != "routed" or new.outcome != "routed":
        return (f"{_whole(names, old)} → {_whole(names, new)}",)
    found = [*_shares(names, old, new), *_hosts(old, new)]
    if old.path != new.path:
        found.append(f"arrives as {code(new.path or '')} instead of {code(old.path or '')}")
    if old.timeout != new.timeout:
        found.append(f"timeout {show_seconds(old.timeout)} → {show_seconds(new.timeout)}")
    if old.idle != new.idle:
        found.append(f"idle timeout {show_seconds(old.idle)} → {show_seconds(new.idle)}")
    if old.retry != new.retry:
        found.append(f"retries {_retries(old.retry, new.retry)}")
    return tuple(found)


def _retries(old: Retry | None, new: Retry | None) -> str:
    """In full where more than the number differs."""
    if old is None or new is None or replace(old, num_retries=0) == replace(new, num_retries=0):
        return f"{old.num_retries if old else 0} → {new.num_retries if new else 0}"
    return f"{show_retry(old)} → {show_retry(new)}"


def _whole(names: Mapping[str, str], fate: Fate) -> str:
    if fate.outcome == "routed":
        return _list(fate.shares, names)
    if fate.outcome == "no_listener":
        return "nobody listens"
    words = {"no_route": "no route", "no_virtual_host": "no such host", "direct_response": "answered"}
    return f"{words.get(fate.outcome, fate.outcome.replace('_', ' '))}, {fate.answer}".replace("answered,", "answered")


def _list(shares: Mapping[str, float], names: Mapping[str, str]) -> str:
    return ", ".join(f"{names[each]} {show_share(share)}" for each, share in shares.items())


def _shares(names: Mapping[str, str], old: Fate, new: Fate) -> list[str]:
    before, after = old.shares, new.shares
    if before == after:
        pairs = zip(old.targets, new.targets, strict=True)
        return [f"{names[a.name]} port {a.port} → {b.port}" for a, b in pairs if a.port != b.port]
    if len(before) == len(after) == 1 or not before.keys() & after.keys():
        return [f"{_list(before, names)} → {_list(after, names)}"]
    changed = [each for each in sorted({**before, **after}) if before.get(each) != after.get(each)]
    shifts = [f"{names[each]} {show_share(before.get(each, 0))} → {show_share(after.get(each, 0))}" for each in changed]
    return [", ".join(shifts)]


def _hosts(old: Fate, new: Fate) -> list[str]:
    before = {each.name: each.host for each in old.targets}
    return [
        f"{each.name} is asked as {_host(each.host)} instead of {_host(before[each.name])}"
        for each in new.targets
        if each.name in before and before[each.name] != each.host
    ]


def _host(name: str | None) -> str:
    return "its own name" if name is None else code(name)


def _names(sides: Sides, service: str, *fates: Fate) -> dict[str, str]:
    """The targets as people call them: versions of the service by their own names, others by their virtual node's."""
    found = {}
    for each in (target.name for fate in fates for target in fate.targets):
        node = sides.new.index.nodes.get(each) or sides.old.index.nodes.get(each)
        own = node is not None and node.service == service
        found[each] = (node.version if node and own else None) or each
    return found
