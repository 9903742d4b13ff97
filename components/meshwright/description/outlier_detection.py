"""Outlier detection: passive health checks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.fields import Duration
from meshwright.description.written import Written
from meshwright.field_docs import documented

Errors = Annotated[int, Plain(fields.number(1, 2**31 - 1, "a number of errors"))]
Percentage = Annotated[int, Plain(fields.number(0, 100, "a percentage"))]


@documented
@dataclass(frozen=True)
class OutlierDetection(Written):
    """Passive health checks: callers stop sending to a task for a while after a number of server errors in a row.

    Source: App Mesh API, OutlierDetection; Envoy, cluster outlier detection.
    """

    errors: Errors = 5
    """The number of 5xx answers in a row after which a task is ejected. Default: 5."""

    interval: Duration = "10s"
    """The time between two evaluations. Default: 10 s."""

    ejection: Duration = "30s"
    """How long a task is ejected the first time; each further time takes longer. Default: 30 s."""

    max_ejected: Percentage = 50
    """The share of the tasks that may be ejected at the same time, in percent, 0 to 100. Default: 50."""
