"""The differences for one class of requests, in words."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from meshwright.plan.model import HostWorkload
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.fate import Fate, Target, show_events, show_fault, show_rate_limits, show_seconds
from meshwright.traffic.diff.header_changes import header_changes
from meshwright.traffic.diff.side import Side, Sides
from meshwright.traffic.explanation import Retry
from meshwright.traffic.requests.request_class import RequestClass
from meshwright.units import show_share

_SHOWN = 60

_Key = tuple[str, int | None]
"""A virtual node, with the port where requests go to several of its ports."""


@dataclass(frozen=True)
class Spot:
    """Where requests enter Envoy's routing.

    `service`: requests that callers send to a virtual service. `gateway`: requests that enter at a gateway's `port`.
    `elsewhere`: requests that a node sends to a host outside the mesh.
    """

    kind: Literal["service", "gateway", "elsewhere"]
    name: str = ""
    port: int | None = None

    def __str__(self) -> str:
        if self.kind == "gateway":
            return f"gateway {self.name}, port {self.port}"
        return f"service {self.name}" if self.kind == "service" else "other hosts"


@dataclass(frozen=True)
class Change:
    """Requests that are handled differently than before.

    `callers`: the nodes that send them; empty for a gateway's clients. `hosts`: the hosts that they ask for; empty:
    any host of the spot. `requests`: the classes; empty for TCP connections. `fates`: the result before and after,
    for each class or part of a class. `what`: the differences in words. `routes`: the names of the routes that match,
    before and after. `example`: one such request. `repeats`: whether only requests that repeat a header are affected.
    """

    spot: Spot
    callers: tuple[str, ...]
    hosts: tuple[str, ...]
    requests: tuple[RequestClass, ...]
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
    """The differences between two fates, in words; empty if there are none.

    `service`: the service that is called; its versions are named by their short names. Absent: none.
    """
    if old == new:
        return ()
    headers = tuple(header_changes(old, new))
    if old.outcome != "routed" != new.outcome and old.answer == new.answer:
        if old.body != new.body:
            headers = (f"the text of the answer {_text(old.body)} → {_text(new.body)}", *headers)
        return headers  # a route that answers as if there were none is the same to the client as no route
    names = _names(sides, service, old, new)
    if old.outcome != "routed" or new.outcome != "routed":
        return (f"{_whole(names, old)} → {_whole(names, new)}",)
    found = [*_shares(names, old, new), *_hosts(sides, names, old, new)]
    if old.path != new.path:
        found.append(f"arrives with another path, for example {code(new.path or '')} instead of {code(old.path or '')}")
    if old.timeout != new.timeout:
        found.append(f"timeout {show_seconds(old.timeout)} → {show_seconds(new.timeout)}")
    if old.idle != new.idle:
        found.append(f"idle timeout {show_seconds(old.idle)} → {show_seconds(new.idle)}")
    if old.retry != new.retry:
        found += _retries(old.retry, new.retry)
    if old.fault != new.fault:
        found.append(f"fault {show_fault(old.fault)} → {show_fault(new.fault)}")
    if old.rate_limits != new.rate_limits:
        found.append(f"rate limit {show_rate_limits(old.rate_limits)} → {show_rate_limits(new.rate_limits)}")
    return (*found, *_copies(names, old, new), *headers)


def _copies(names: Mapping[str, str], old: Fate, new: Fate) -> Iterator[str]:
    """The differences of the copies: to whom, how many, and for which host where both sides copy."""
    several = {
        each for fate in (old, new) for each, count in Counter(m.name for m in fate.mirrors).items() if count > 1
    }
    before, after = (
        {(each.name, each.port if each.name in several else None): each for each in fate.mirrors} for fate in (old, new)
    )
    for key in dict.fromkeys([*before, *after]):
        was, now = before.get(key), after.get(key)
        shares = [show_share(each.share) if each else "none" for each in (was, now)]
        if shares[0] != shares[1]:
            yield f"copies to {_label(key, names)} {shares[0]} → {shares[1]}"


def _retries(old: Retry | None, new: Retry | None) -> list[str]:
    """The differences of the retries; details only where both sides retry."""
    counts = [each.num_retries if each else 0 for each in (old, new)]
    found = [f"retries {counts[0]} → {counts[1]}"] if counts[0] != counts[1] else []
    if old and new and old.per_try_timeout != new.per_try_timeout:
        found.append(f"timeout of a try {show_seconds(old.per_try_timeout)} → {show_seconds(new.per_try_timeout)}")
    if old and new and show_events(old) != show_events(new):
        found.append(f"retries after {show_events(old)} → {show_events(new)}")
    return found


def _whole(names: Mapping[str, str], fate: Fate) -> str:
    if fate.outcome == "routed":
        return _list(_by_target(fate, _split(fate)), names)
    if fate.outcome == "no_listener":
        return "no listener"
    if fate.outcome == "direct_response":
        return f"answered with {fate.answer}"
    if fate.outcome == "redirect":
        return f"redirected with {fate.answer}"
    words = {"no_route": "no route", "no_virtual_host": "no such host"}
    return f"{words.get(fate.outcome, fate.outcome.replace('_', ' '))}, {fate.answer}"


def _text(body: str) -> str:
    shown = body if len(body) <= _SHOWN else f"{body[: _SHOWN - 3]}..."
    return code(" ".join(shown.split())) if shown.strip() else "none"


def _split(*fates: Fate) -> set[str]:
    """The targets that a fate reaches at several ports."""
    ports = [{(each.name, each.port) for each in fate.targets} for fate in fates]
    return {name for each in ports for name, count in Counter(name for name, _ in each).items() if count > 1}


def _by_target(fate: Fate, split: set[str]) -> dict[_Key, float]:
    found: dict[_Key, float] = {}
    for each in fate.targets:
        key = (each.name, each.port if each.name in split else None)
        found[key] = found.get(key, 0.0) + each.share
    return found


def _label(key: _Key, names: Mapping[str, str]) -> str:
    name, port = key
    return names[name] if port is None else f"{names[name]} port {port}"


def _list(shares: Mapping[_Key, float], names: Mapping[str, str]) -> str:
    if len(shares) == 1:
        return _label(next(iter(shares)), names)
    return ", ".join(f"{_label(each, names)} {show_share(share)}" for each, share in shares.items())


def _shares(names: Mapping[str, str], old: Fate, new: Fate) -> list[str]:
    split = _split(old, new)
    before, after = _by_target(old, split), _by_target(new, split)
    ports = {each.name: each.port for each in old.targets if each.name not in split}
    found = [
        f"{names[each.name]} port {ports[each.name]} → {each.port}"
        for each in new.targets
        if ports.get(each.name, each.port) != each.port
    ]
    if before == after:
        return found
    if len(before) == len(after) == 1 or not before.keys() & after.keys():
        return [f"{_list(before, names)} → {_list(after, names)}", *found]
    changed = [each for each in dict.fromkeys([*before, *after]) if before.get(each) != after.get(each)]
    shifts = [
        f"{_label(each, names)} {show_share(before.get(each, 0))} → {show_share(after.get(each, 0))}"
        for each in sorted(changed, key=lambda each: (each[0], each[1] or 0))
    ]
    return [", ".join(shifts), *found]


def _hosts(sides: Sides, names: Mapping[str, str], old: Fate, new: Fate) -> list[str]:
    before = {each.name: each for each in old.targets}
    found = (
        f"arrives at {names[each.name]} for {_host(sides.new, each)} instead of {_host(sides.old, before[each.name])}"
        for each in new.targets
        if each.name in before and before[each.name].host != each.host
    )
    return list(dict.fromkeys(found))


def _host(side: Side, target: Target) -> str:
    if target.host is None:
        return "its own name"
    node = side.index.nodes.get(target.name)
    runs = node.runs if node and node.host == target.host else None
    return code(str(runs.host) if isinstance(runs, HostWorkload) else target.host)


def _names(sides: Sides, service: str, *fates: Fate) -> dict[str, str]:
    """The names of the targets: for versions of the service the version's name, for others the virtual node's."""
    found = {}
    for each in (target.name for fate in fates for target in (*fate.targets, *fate.mirrors)):
        node = sides.new.index.nodes.get(each) or sides.old.index.nodes.get(each)
        own = node is not None and node.service == service
        # The part in brackets is the name of a cluster, which only tells it from others.
        found[each] = (node.version if node and own else None) or each.partition(" (")[0]
    return found
