"""Retries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import ListOf, OneOf, Plain
from meshwright.description.fields import Duration
from meshwright.description.written import Written

RetryOn = Literal[
    "server-error",
    "gateway-error",
    "client-error",
    "stream-error",
    "connection-error",
    "cancelled",
    "deadline-exceeded",
    "internal",
    "resource-exhausted",
    "unavailable",
]
"""App Mesh's retry events: four of HTTP, one of TCP, five of gRPC."""

RETRY_ON: tuple[RetryOn, ...] = RetryOn.__args__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Retry(Written):
    """How often, and after which failures, a request is tried again, on another host where there is one.

    `on` absent: App Mesh's hidden default events (503, UNAVAILABLE, a refused or reset connection). `per_try` absent:
    a single try may take as long as the whole request (`Timeout.per_request`).

    Source: App Mesh user guide, envoy-defaults; API, HttpRetryPolicy and GrpcRetryPolicy.
    """

    attempts: Annotated[int, Plain(fields.number(0, 10, "a number of retries"))]
    on: Annotated[Sequence[RetryOn], ListOf(fields.choice(*RETRY_ON))] = ()
    per_try: Duration | None = None


RetryOrOff = Annotated[Retry | Literal["off"], OneOf(Retry, otherwise=fields.off, expected='Retry(...) or "off"')]
