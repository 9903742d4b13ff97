"""What becomes of a request, as far as its client or the services behind can tell: the explainer's answer, condensed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from meshwright.plan.model import Timeouts
from meshwright.traffic.diff.side import Side
from meshwright.traffic.explanation import Destination, Explanation, Outcome, Retry
from meshwright.units import show_duration


@dataclass(frozen=True)
class Target:
    """Where a share of the requests goes. `name`: the virtual node, or what else Envoy sends to. `host`: what it is asked
    as; None: whatever its endpoint is called."""

    name: str
    port: int | None
    share: float
    host: str | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Fate:
    """What becomes of requests of one class.

    `answer`: what the proxy itself answers, in words; empty where it sends them on. `targets`: those with a share. Timeouts
    are those that end a request first, the route's or the target's, in seconds; None: without end. `path`: as the targets
    see it.
    """

    outcome: Outcome
    answer: str = ""
    targets: tuple[Target, ...] = ()
    timeout: float | None = None
    idle: float | None = None
    retry: Retry | None = None
    path: str | None = None

    @property
    def shares(self) -> Mapping[str, float]:
        """The share of each target, by its name and port where it has several."""
        found: dict[str, float] = {}
        for each in self.targets:
            found[each.name] = found.get(each.name, 0.0) + each.share
        return found


def fate(side: Side, said: Explanation) -> Fate:
    """The fate that an explanation tells of."""
    if said.outcome != "routed":
        place = f" to {said.location}" if said.location else ""
        status = str(said.status if said.grpc_status is None else f"gRPC status {said.grpc_status}")
        return Fate(said.outcome, f"{status}{place}")
    found = Fate("routed", path=said.path, retry=said.retry)
    targets = []
    limits = [(said.timeout, said.idle_timeout)]
    for each in said.destinations:
        if each.weight:
            target, timeouts = _target(side, each)
            targets.append(target)
            if timeouts is not None:
                limits.append((_seconds(timeouts.per_request), _seconds(timeouts.idle)))
    return replace(
        found,
        targets=tuple(sorted(targets, key=lambda each: (each.name, each.port or 0))),
        timeout=_shortest([each for each, _ in limits]) if said.path is not None else None,
        idle=_shortest([each for _, each in limits]),
    )


def _target(side: Side, to: Destination) -> tuple[Target, Timeouts | None]:
    found = side.targets.get(to.cluster)
    if found is None:
        return Target(f"the host itself ({to.cluster})", None, to.share, to.host), None
    name, listener = found
    proxied = side.index.nodes[name].has_proxy
    return Target(name, listener.port, to.share, to.host), listener.timeout if proxied else None


def _seconds(value: timedelta | None) -> float | None:
    return None if value is None else value.total_seconds()


def _shortest(limits: list[float | None]) -> float | None:
    return min((each for each in limits if each is not None), default=None)


def show_seconds(value: float | None) -> str:
    """A timeout as people write it."""
    return "none" if value is None else show_duration(timedelta(seconds=value))


def show_share(share: float) -> str:
    """A share as people read it: "90 %", "33.3 %"."""
    return f"{share * 100:.3g} %"


def show_retry(retry: Retry) -> str:
    """How often, and after what."""
    on = [each for each in retry.on.split(",") if each != "retriable-status-codes"]
    on += map(str, retry.retriable_status_codes)
    per_try = f", {show_seconds(retry.per_try_timeout)} a try" if retry.per_try_timeout is not None else ""
    return f"{retry.num_retries} on {', '.join(on)}{per_try}"
