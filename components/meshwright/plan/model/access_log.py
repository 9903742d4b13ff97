"""Access logs."""

from dataclasses import dataclass

from meshwright.plan.model.types import Origin


@dataclass(frozen=True, slots=True)
class AccessLog:
    """Which requests are logged."""

    failures_only: bool
    """Only answers of 400 and above, and requests without an answer."""
    origin: Origin
