"""Limits on how many requests pass."""

from dataclasses import dataclass
from typing import Literal

from meshwright.plan.model.types import Duration, Origin


@dataclass(frozen=True, slots=True)
class ClientHeader:
    """Clients are told apart by the value of a header."""

    header: str


@dataclass(frozen=True, slots=True)
class RateLimit:
    """How many requests pass in a time, and how many at once.

    `client`: each client is counted by itself, told by a header or by its address; None: all together.
    """

    requests: int
    per: Duration
    burst: int
    client: ClientHeader | Literal["address"] | None
    origin: Origin
