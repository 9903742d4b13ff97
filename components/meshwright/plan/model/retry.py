"""Retries."""

from dataclasses import dataclass
from typing import Literal

from meshwright.plan.model.types import Duration, Origin

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


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a request is tried again, and after which events."""

    attempts: int
    """The number of retries; the first try is not counted."""
    on: tuple[RetryOn, ...]
    """The events after which a request is tried again. Empty: App Mesh's default events."""
    per_try: Duration | None
    """The timeout of each try. None: no timeout but that of the whole request."""
    origin: Origin
