"""What a diff tells of one request, worked out with the explainer's own matchers."""

import shlex
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from meshwright import names
from meshwright.envoy.snapshot import Resource
from meshwright.traffic import Request
from meshwright.traffic.arrival import Arrival, Refused, arrive
from meshwright.traffic.diff.change import Change, Spot
from meshwright.traffic.diff.fate import Fate
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.domains import virtual_host
from meshwright.traffic.listener import chain, find
from meshwright.traffic.match import why_not
from meshwright.traffic.requests.condition import Condition
from meshwright.traffic.requests.request_class import RequestClass


@dataclass(frozen=True)
class Where:
    """A listener of a proxy, on both sides."""

    sides: Sides
    proxy: str
    listener: str
    port: int | None

    @property
    def configurations(self) -> list[Resource]:
        return [side.snapshots[self.proxy].routes.get(self.listener, {}) for side in (self.sides.old, self.sides.new)]

    @property
    def domains(self) -> list[str]:
        hosts = [host for each in self.configurations for host in each.get("virtual_hosts", [])]
        return list(dict.fromkeys(domain for host in hosts for domain in host["domains"]))

    def hosts(self, authority: str) -> list[Resource | None]:
        """The virtual hosts that take it, before and after."""
        return [virtual_host(each, authority) for each in self.configurations]

    def domain(self, authority: str) -> str:
        """The narrowest domain of either side."""
        every = [{"name": each, "domains": [each]} for each in [*self.domains, "*"]]
        found = virtual_host({"virtual_hosts": every, "ignore_port_in_host_matching": True}, authority)
        assert found is not None
        return str(found["name"])

    def spot(self, authority: str) -> Spot:
        """Where a person would say that the request is made."""
        if self.port is not None:
            return Spot("gateway", self.proxy, self.port)
        old, new = self.hosts(authority)
        named = [each["name"] for each in (new, old) if each and each["name"] != "*"]
        return Spot("service", named[0]) if named else Spot("elsewhere")

    def arrival(self, request: Request) -> Arrival | None:
        """As routing sees it; None where Envoy refuses it."""
        for side in (self.sides.old, self.sides.new):
            if listener := find(side.snapshots[self.proxy], self.listener):
                end = chain(listener)
                found = arrive(request, end.filter, end.secure)
                return None if isinstance(found, Refused) else found
        return None

    def telling(self, changes: Iterable[Change], request: Request) -> Iterator[Change]:
        """The changes one of whose classes takes the request."""
        arrival = self.arrival(request)
        assert arrival is not None
        spot, domain = self.spot(arrival.authority), self.domain(arrival.authority)
        for change in changes:
            here = change.spot == spot and (self.port is not None or self.proxy in change.callers)
            asked = not change.hosts or domain in change.hosts
            if here and asked and any(takes(each, arrival) for each in change.requests):
                yield change


def everywhere(sides: Sides) -> Iterator[Where]:
    """Every listener that both sides have a proxy for, and one of them the listener."""
    for proxy in sides.old.snapshots.keys() & sides.new.snapshots.keys():
        if proxy in sides.old.index.gateways:
            ports = {each.port for side in (sides.old, sides.new) for each in side.index.gateways[proxy].listeners}
            for port in sorted(ports):
                yield Where(sides, proxy, names.inbound(port), port)
        else:
            yield Where(sides, proxy, names.OUTBOUND, None)


def takes(requests: RequestClass, arrival: Arrival) -> bool:
    """Whether the request is one of the class."""
    if not all(_holds(each, arrival) for each in requests.conditions):
        return False
    return not any(all(_holds(each, arrival) for each in some) for some in requests.exceptions)


def _holds(condition: Condition, arrival: Arrival) -> bool:
    kind, matcher = condition.subject.kind, condition.matcher
    if kind == "path":
        return why_not(matcher, arrival) is None
    fields = {"header": "headers", "query": "query_parameters", "cookie": "cookies"}
    return why_not({"prefix": "/", fields[kind]: [matcher]}, arrival) is None


def aspects(old: Fate, new: Fate) -> set[str]:
    """What differs between two fates, in kinds of differences."""
    if old.outcome != "routed" or new.outcome != "routed":
        alike = old.outcome != "routed" != new.outcome and old.answer == new.answer
        return set() if alike else {"whole"}
    found = set()
    shares = [{(each.name, each.port): each.share for each in fate.targets} for fate in (old, new)]
    if shares[0] != shares[1]:
        found.add("targets")
    hosts = [{each.name: each.host for each in fate.targets} for fate in (old, new)]
    if any(hosts[0].get(name, host) != host for name, host in hosts[1].items()):
        found.add("host")
    for aspect in ("path", "timeout", "idle", "mirrors", "fault", "rate_limits"):
        if getattr(old, aspect) != getattr(new, aspect):
            found.add(aspect)
    if _retries(old) != _retries(new):
        found.add("retry")
    return found


def _retries(fate: Fate) -> tuple[object, ...]:
    """Events in any order."""
    each = fate.retry
    return (
        (each.num_retries, each.per_try_timeout, set(each.on.split(",")), each.retriable_status_codes) if each else ()
    )


def said(change: Change) -> set[str]:
    """The kinds of differences that a change tells of."""
    if any(old.outcome != "routed" or new.outcome != "routed" for old, new in change.fates):
        return {"whole"}
    starts = {
        "arrives with another path": "path",
        "arrives at ": "host",
        "timeout of a try ": "retry",
        "timeout ": "timeout",
        "idle timeout ": "idle",
        "retries ": "retry",
        "copies to ": "mirrors",
        "fault ": "fault",
        "rate limit ": "rate_limits",
    }
    found = set()
    for words in change.what:
        kinds = [kind for start, kind in starts.items() if words.startswith(start)]
        found.add(kinds[0] if kinds else "targets")
    return found


def example(change: Change) -> Request:
    """The request that a change shows, read as `meshwright explain` reads it."""
    method, url, *rest = shlex.split(change.example)
    return Request.parse(method, url, rest[1::2])
