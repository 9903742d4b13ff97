"""Outlier detection."""

from dataclasses import dataclass

from meshwright.plan.model.types import Duration, Origin


@dataclass(frozen=True, slots=True)
class OutlierDetection:
    """Ejects a task for a while after a number of server errors in a row."""

    errors: int
    """The number of 5xx answers in a row after which a task is ejected."""
    interval: Duration
    """The time between two evaluations."""
    ejection: Duration
    """How long a task is ejected the first time."""
    max_ejected: int
    """The share of the tasks, in percent, that may be ejected at the same time."""
    origin: Origin
