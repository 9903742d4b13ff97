"""Routes: which requests of a service go where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.direct_response import DirectResponse
from meshwright.description.fault import FaultOrOff
from meshwright.description.fields import Name, PortNumber
from meshwright.description.header_changes import HeaderChangesOrOff
from meshwright.description.match import When
from meshwright.description.mirror import Mirror
from meshwright.description.rate_limit import RateLimitOrOff
from meshwright.description.redirect import Redirect
from meshwright.description.retry import RetryOrOff
from meshwright.description.timeout import TimeoutLike
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind
from meshwright.field_docs import documented

Weight = Annotated[int, Plain(fields.weight)]
Priority = Annotated[int, Plain(fields.number(0, 1000, "a priority"))]


@documented
@dataclass(frozen=True)
class Target(Written):
    """A weighted target, for routes that need a target's port. Else write `to={"v1": 90, "v2": 10}`."""

    to: Name
    """The name of a version (in a `Service`) or of a virtual node (in a `VirtualRouter`)."""

    weight: Weight = 100
    """The target's share of the requests, relative to the weights of the other targets: 0 to 100. Default: 100."""

    port: PortNumber | None = None
    """The port of the node. Default: its only port, or the one that equals the router's."""


def _targets(value: object) -> object:
    if isinstance(value, Mapping):
        for key, weight in value.items():
            fields.name(key)
            fields.weight(weight)
        return value
    if isinstance(value, (list, tuple)):
        for item in value:
            if not isinstance(item, Target):
                raise other_kind(item, "Target(...)")
            fields.name(item.to)
            fields.weight(item.weight)
            if item.port is not None:
                fields.port(item.port)
        return value
    if isinstance(value, str):
        return fields.name(value)
    raise other_kind(value, 'a version, as in to="v2", or weights, as in to={"v1": 90, "v2": 10}')


Targets = Annotated[str | Mapping[str, int] | Sequence[Target], Plain(_targets)]


@documented
@dataclass(frozen=True)
class Route(Written):
    """Sends the requests that meet the conditions to versions of the service, by weight, or answers them.

    For example `Route("main", to={"v1": 90, "v2": 10})`, or `Route("beta", when=cookie("beta").equals("yes"), to="v2")`.

    A route has exactly one of `to`, `redirect` and `respond`.

    Routes are tried in the order in which they are written; those with a `priority` come first, lowest number first, as in
    App Mesh. The first whose conditions are met takes the request. In a `VirtualRouter`, those without a priority are tried
    as in App Mesh: the longer path first, then as written.

    Source: App Mesh API, RouteSpec.
    """

    name: Name
    """The name of the route, unique in its service: `a-z`, `0-9` and `-`, a letter first, at most 63 characters."""

    _: KW_ONLY
    to: Targets | None = None
    """A version, weights by version, or a list of `Target`. Weights are relative whole numbers from 0 to 100; a sum of 0 is
    an error (MW104), and another sum than 100 is advice (MW202). Default: the route answers by `redirect` or `respond`."""

    redirect: Redirect | None = None
    """The address at which clients are to ask instead. Default: the route has versions, or responds."""

    respond: DirectResponse | None = None
    """The answer that every request gets. Default: the route has versions, or redirects."""

    when: When | None = None
    """A condition, or a list of conditions that must all be met. Default: every request."""

    retry: RetryOrOff | None = None
    """The retries: `Retry(...)`, or `"off"` for none. Default: those of the service."""

    timeout: TimeoutLike | None = None
    """The timeouts: a duration, `Timeout(...)`, or `"off"` for none. Default: those of the service."""

    fault: FaultOrOff | None = None
    """The faults that are made on purpose: `Fault(...)`, or `"off"` for none. Default: those of the service."""

    rate_limit: RateLimitOrOff | None = None
    """How many requests pass: `RateLimit(...)`, or `"off"` for no limit. Default: that of the service."""

    mirror: Mirror | None = None
    """Which version gets copies of the requests. Default: none."""

    priority: Priority | None = None
    """A number from 0 to 1000: routes with a lower number are tried first.

    Default: after all routes with a priority; in a `Service` in the order in which they are written, in a `VirtualRouter`
    those with the longer path first.
    """

    request_headers: HeaderChangesOrOff | None = None
    """What is changed in the headers of requests: `HeaderChanges(...)`, or `"off"` for nothing.

    Default: what the service changes. A route's own changes replace it.
    """

    response_headers: HeaderChangesOrOff | None = None
    """What is changed in the headers of responses: `HeaderChanges(...)`, or `"off"` for nothing.

    Default: what the service changes. A route's own changes replace it.
    """
