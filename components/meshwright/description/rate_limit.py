"""Rate limits: how many requests pass, and whose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import timedelta
from typing import Annotated, Literal

from meshwright.description import fields, match_shape
from meshwright.description.annotations import Also, OneOf, Plain
from meshwright.description.match import Header
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind, show, wrong
from meshwright.field_docs import documented
from meshwright.units import duration

_SHORTEST = timedelta(milliseconds=50)
"""Envoy refuses a shorter time."""


def _per(value: object) -> object:
    fields.duration(value)
    if duration(value) < _SHORTEST:  # type: ignore[arg-type]
        raise wrong(
            "MW012", found=show(value), expected="50ms or longer, which Envoy can count", fix="write a longer one"
        )
    return value


def _client(value: object) -> object:
    if isinstance(value, Header):
        match_shape.name(value.name, {"subject": "header", "verb": "exists"})
        return value
    if value != "address":
        raise other_kind(value, 'header("...") or "address"', 'write client=header("x-user"), for example')
    return value


Count = Annotated[int, Plain(fields.number(1, 1_000_000_000, "a number of requests"))]
Per = Annotated[str | timedelta, Plain(_per)]
Client = Annotated[Header | Literal["address"], Plain(_client)]


@documented
@dataclass(frozen=True)
class RateLimit(Written):
    """At most so many requests in a time: `RateLimit(100)`, or `RateLimit(600, per="1m", client=header("x-user"))`.

    The Envoy that chooses the route counts: that of each task of a caller, and that of each task of a gateway. They do not
    tell one another: four tasks of callers and two of a gateway may together send six times the limit. Each route counts by
    itself, also where several inherit one limit.

    Further requests are answered with 429, or with the gRPC status RESOURCE_EXHAUSTED, and are not sent on. They are not
    tried again, and a request that is tried again counts once. `Retry-After`, `X-RateLimit-Limit`, `X-RateLimit-Remaining`
    and `X-RateLimit-Reset` tell the client when to come back. Where a rate limit is optional, `"off"` means none.

    Source: Envoy, LocalRateLimit.
    """

    requests: Count
    """How many requests pass in `per`: 1 or more. What was used comes back evenly: with 100 in 1 s, one each 10 ms."""

    _: KW_ONLY
    per: Per = "1s"
    """The time in which they pass, 50 ms or longer. Default: a second."""

    burst: Count | None = None
    """How many pass at once, after a time without requests. Default: as many as `requests`."""

    client: Client | None = None
    """Whose requests are counted: `header("x-user")` counts for each value of that header, and those without it together;
    `"address"` (gateway routes only) for each address of a client, of IPv6 for each /64. Envoy knows the last 10,000
    clients of a route. A header that a client may choose freely limits only those who do not change it.

    Default: all together.
    """


def _no_address(value: object, _: Mapping[str, object]) -> object:
    if isinstance(value, RateLimit) and value.client == "address":
        raise wrong(
            "MW015",
            found='client="address"',
            expected='header("..."): the Envoy of a caller sees its own application only',
            fix="put the limit for each address into the gateway's route",
        )
    return value


RateLimitOrOff = Annotated[
    RateLimit | Literal["off"],
    OneOf(RateLimit, otherwise=fields.off, expected='RateLimit(...) or "off"'),
    Also(_no_address),
]
