"""Timeouts."""

from dataclasses import dataclass

from meshwright.plan.model.types import Duration, Origin


@dataclass(frozen=True, slots=True)
class Timeouts:
    """How long requests or connections may take. None: no timeout."""

    per_request: Duration | None
    """The time for the whole request, its retries included."""
    idle: Duration | None
    """The time without any data in either direction."""
    origin: Origin
