"""The result of a request as its client and the called services see it: a short form of the explainer's answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from meshwright.traffic.diff.side import Side
from meshwright.traffic.explanation import Explanation, Fault, HeaderChange, Outcome, RateLimit, Retry
from meshwright.traffic.requests.condition import conditions
from meshwright.traffic.requests.wording import worded
from meshwright.units import show_duration, show_rate_limit, show_share


@dataclass(frozen=True)
class Target:
    """Where a share of the requests goes.

    `name`: the virtual node, or what else Envoy sends to. `host`: the host that the request asks for when it arrives;
    None: the name of its endpoint.
    """

    name: str
    port: int | None
    share: float
    host: str | None

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Fate:
    """The result for the requests of one class.

    `answer`: what the proxy itself answers, in words; empty if it forwards them. `body`: the text
    of that answer. `intended`: whether a route of the description answers so. `targets`: those with a share.
    `mirrors`: where copies go.
    `rate_limits`: those that they must pass.
    `fault`: what is done to them on purpose, whether an example of them fulfils its conditions or not.
    `timeout`, `idle`: the shortest of the route's and the targets' timeouts, in seconds; None: no timeout. `path`:
    the path as it arrives. `request_headers`, `response_headers`: the headers that a route changes.
    """

    outcome: Outcome
    answer: str = ""
    body: str = ""
    intended: bool = False
    targets: tuple[Target, ...] = ()
    timeout: float | None = None
    idle: float | None = None
    retry: Retry | None = None
    path: str | None = None
    mirrors: tuple[Target, ...] = ()
    fault: Fault | None = None
    rate_limits: tuple[RateLimit, ...] = ()
    request_headers: tuple[HeaderChange, ...] = ()
    response_headers: tuple[HeaderChange, ...] = ()

    @property
    def shares(self) -> Mapping[str, float]:
        """The share of each target by its name, the sum over its ports."""
        found: dict[str, float] = {}
        for each in self.targets:
            found[each.name] = found.get(each.name, 0.0) + each.share
        return found


def fate(side: Side, said: Explanation) -> Fate:
    """The fate that an explanation describes."""
    if said.outcome not in ("routed", "aborted"):
        place = f" to {said.location}" if said.location else ""
        status = str(said.status if said.grpc_status is None else f"gRPC status {said.grpc_status}")
        return Fate(
            said.outcome,
            f"{status}{place}",
            said.body,
            intended=_is_intended(said),
            response_headers=said.response_headers,
        )
    found = Fate(
        "routed",
        path=said.path,
        retry=said.retry,
        request_headers=said.request_headers,
        response_headers=said.response_headers,
    )
    weights: dict[tuple[str, int | None, str | None], int] = {}
    limits = [(said.timeout, said.idle_timeout)]
    for each in said.destinations:
        if each.weight:
            name, port = target(side, each.cluster)
            weights[name, port, each.host] = weights.get((name, port, each.host), 0) + each.weight
            limits.append(own_timeouts(side, each.cluster) or (None, None))
    total = sum(weights.values())
    mirrors = [Target(*target(side, each.cluster), each.share, each.host) for each in said.mirrors]
    targets = [Target(name, port, weight / total, host) for (name, port, host), weight in weights.items()]
    return replace(
        found,
        targets=tuple(sorted(targets, key=lambda each: (each.name, each.port or 0, each.host or ""))),
        timeout=_shortest([each for each, _ in limits]) if said.path is not None else None,
        idle=_shortest([each for _, each in limits]),
        mirrors=tuple(mirrors),
        fault=replace(said.fault, why_not="") if said.fault else None,
        rate_limits=said.rate_limits,
    )


def _is_intended(said: Explanation) -> bool:
    """Whether a redirect or direct response is a route's own: the one behind a gateway's route whose service has no route
    has the service's name, and no route's."""
    if said.outcome not in ("redirect", "direct_response"):
        return False
    of_gateway = "gateway_route" in said.metadata and "virtual_service" not in said.metadata
    return of_gateway or ("virtual_service" in said.metadata and "route" in said.metadata)


def target(side: Side, cluster: str) -> tuple[str, int | None]:
    """The virtual node behind a cluster, and its port; for other clusters, a description of the destination."""
    if cluster not in side.index.clusters:
        return f"the host itself ({cluster})", None
    node, listener = side.index.clusters[cluster]
    return node.name, listener.port


def own_timeouts(side: Side, cluster: str) -> tuple[float | None, float | None] | None:
    """The request and idle timeouts of the target's own proxy; None if it has no proxy."""
    if cluster not in side.index.clusters:
        return None
    node, listener = side.index.clusters[cluster]
    limits = listener.timeout
    return (_seconds(limits.per_request), _seconds(limits.idle)) if node.has_proxy else None


def _seconds(value: timedelta | None) -> float | None:
    return None if value is None else value.total_seconds()


def _shortest(limits: list[float | None]) -> float | None:
    return min((each for each in limits if each is not None), default=None)


def show_seconds(value: float | None) -> str:
    """A timeout as people write it."""
    return "none" if value is None else show_duration(timedelta(seconds=value))


def show_fault(fault: Fault | None) -> str:
    """A fault in words."""
    if fault is None:
        return "none"
    parts = [f"{show_share(fault.delay_share)} wait {show_seconds(fault.delay)}"] if fault.delay_share else []
    parts += [f"{show_share(fault.abort_share)} get {fault.abort}"] if fault.abort_share else []
    return f"{show_asked(fault)}{', '.join(parts)}"


def show_asked(fault: Fault) -> str:
    """The requests that a fault is made for, as the beginning of a sentence; empty for all."""
    met = conditions({"prefix": "/", "headers": list(fault.headers)})
    return f"{worded(met)}: " if met else ""


def show_events(retry: Retry) -> str:
    """The events that cause a retry."""
    on = sorted(each for each in retry.on.split(",") if each != "retriable-status-codes")
    return ", ".join([*on, *map(str, retry.retriable_status_codes)])


def show_rate_limits(limits: Sequence[RateLimit]) -> str:
    """Rate limits in words."""
    return " and ".join(map(_rate_limit, limits)) or "none"


def _rate_limit(limit: RateLimit) -> str:
    return show_rate_limit(limit.requests, timedelta(seconds=limit.per), limit.burst, limit.client)
