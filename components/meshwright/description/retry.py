"""Retries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import ListOf, OneOf, Plain
from meshwright.description.fields import Duration
from meshwright.description.written import Written
from meshwright.field_docs import documented

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


Attempts = Annotated[int, Plain(fields.number(0, 10, "a number of retries"))]
Events = Annotated[Sequence[RetryOn], ListOf(fields.choice(*RETRY_ON))]


@documented
@dataclass(frozen=True)
class Retry(Written):
    """How often a failed request is tried again, and after which failures. A retry goes to another host if there is one.

    Envoy does not look at the method: a POST whose application fails in the middle is executed again. Give routes of such
    requests `retry="off"`, or make them idempotent.

    For example `Retry(2, on=["gateway-error"], per_try="1s")`. Where a retry is optional, `"off"` means none.

    Source: App Mesh user guide, envoy-defaults; App Mesh API, HttpRetryPolicy and GrpcRetryPolicy.
    """

    attempts: Attempts
    """The number of retries after the first try: 0 to 10."""

    on: Events = ()
    """App Mesh's retry events. HTTP: server-error, gateway-error, client-error, stream-error. TCP: connection-error. gRPC:
    cancelled, deadline-exceeded, internal, resource-exhausted, unavailable.

    Default: App Mesh's hidden default: 503, UNAVAILABLE, and a refused or reset connection.
    """

    per_try: Duration | None = None
    """How long one try may take. Default: as long as the whole request (`Timeout.per_request`)."""


RetryOrOff = Annotated[Retry | Literal["off"], OneOf(Retry, otherwise=fields.off, expected='Retry(...) or "off"')]
