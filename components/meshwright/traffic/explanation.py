"""The answer to "where does this request go?"."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Outcome = Literal[
    "routed",
    "redirect",
    "direct_response",
    "aborted",
    "health_check",
    "refused",
    "no_listener",
    "no_virtual_host",
    "no_route",
    "no_cluster",
]


@dataclass(frozen=True, slots=True)
class Step:
    """A route that was tried before, and the first of its conditions that the request doesn't fulfil."""

    route: str
    reason: str


@dataclass(frozen=True, slots=True)
class Destination:
    """A cluster that may get the request.

    `share` is its weight as a fraction of all weights. `host` is the host that the upstream sees; None if it is the
    name of the chosen endpoint, and for TCP.
    """

    cluster: str
    weight: int
    share: float
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Copies:
    """A cluster that gets copies of requests, whose answers nobody gets.

    `share`: how many requests are copied, from 0 to 1. `host`: the host that the upstream sees; None: that of the request.
    """

    cluster: str
    share: float
    host: str | None = None


@dataclass(frozen=True, slots=True)
class Retry:
    """How often (`num_retries`), after what (`on`, Envoy's terms), and how long one try may take in seconds.

    Without `per_try_timeout` a try may take as long as the whole request.
    """

    num_retries: int
    on: str
    per_try_timeout: float | None = None
    retriable_status_codes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HeaderChange:
    """What becomes of one header. `replaced`: whether the values that are there go. `values`: those that it gets."""

    name: str
    replaced: bool
    values: tuple[str, ...]

    def __str__(self) -> str:
        if not self.values:
            return f"removes {self.name}"
        values = " and ".join(self.values)
        return f"sets {self.name} to {values}" if self.replaced else f"adds {values} to {self.name}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done on purpose to a route's requests. Shares are from 0 to 1.

    `delay`: seconds. `abort`: the status of the answer. `why_not`: the condition that this request does not fulfil, so that
    nothing is done to it; empty if it fulfils all. `headers`: the conditions, as Envoy has them.
    """

    delay: float | None = None
    delay_share: float = 0.0
    abort: int | None = None
    abort_share: float = 0.0
    why_not: str = ""
    headers: tuple[dict[str, Any], ...] = field(default=(), hash=False)


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many of a route's requests this Envoy lets pass in `per` seconds, and how many at once (`burst`).

    `client`: each client is counted by itself, told by its "address" or by a "header x"; empty: all together.
    """

    requests: int
    per: float
    burst: int
    client: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What Envoy does with one request.

    `reason` says why the request is not routed; empty if it is. `status` is the HTTP status that Envoy itself answers;
    None if the upstream answers, or if it depends on the health of a cluster. A gRPC client gets 200 and `grpc_status`
    instead. `location` is the target of a redirect, `body` the text of a direct response. `steps` are the routes that
    were tried before and didn't match. A request that a fault aborts has all that it would have without it.
    `rate_limits`: those that it must pass, the gateway route's first. `path` is
    the path with its query as the upstream sees it. Timeouts are in seconds; None: no timeout. `request_headers` and
    `response_headers` are the headers that the route changes, by name.
    """

    proxy: str
    listener: str
    outcome: Outcome
    reason: str = ""
    status: int | None = None
    grpc_status: int | None = None
    location: str | None = None
    body: str = ""
    virtual_host: str | None = None
    route: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    destinations: tuple[Destination, ...] = ()
    path: str | None = None
    timeout: float | None = None
    idle_timeout: float | None = None
    retry: Retry | None = None
    mirrors: tuple[Copies, ...] = ()
    fault: Fault | None = None
    rate_limits: tuple[RateLimit, ...] = ()
    notes: tuple[str, ...] = ()
    request_headers: tuple[HeaderChange, ...] = ()
    response_headers: tuple[HeaderChange, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain values, for `json.dumps`."""
        return asdict(self)
