"""One row of the table."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """Something measured. `at_most` None: there is no target, the figure is there to compare others with.

    `value` None: it was not measured. `detail`: how often it was measured, and how far apart the results were; or why it
    was not.
    """

    benchmark: str
    name: str
    value: float | None
    unit: str
    at_most: float | None = None
    detail: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the target is met; None where there is none, or nothing was measured."""
        return None if self.at_most is None or self.value is None else self.value <= self.at_most

    def as_json(self) -> dict[str, Any]:
        """The figure as plain values."""
        return {
            "benchmark": self.benchmark,
            "figure": self.name,
            "value": self.value,
            "unit": self.unit,
            "at_most": self.at_most,
            "met": self.met,
            "detail": self.detail,
        }


def spread(values: list[float], unit: str, digits: int = 2) -> str:
    """How many values there were, and between which bounds they lie."""
    return f"{len(values)} values, {min(values):.{digits}f} to {max(values):.{digits}f} {unit}".rstrip()
