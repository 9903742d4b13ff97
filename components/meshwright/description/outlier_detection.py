"""Outlier detection: passive health checks."""

from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.fields import Duration
from meshwright.description.written import Written


@dataclass(frozen=True)
class OutlierDetection(Written):
    """Takes a task out for a while after a row of server errors.

    `errors`: answers of 5xx in a row (absent: 5). `interval`: how often it is looked at (absent: 10 s). `ejection`: how
    long a task stays out the first time (absent: 30 s). `max_ejected`: the share of tasks, in percent, that may be out at
    once (absent: 50).

    Source: App Mesh API, OutlierDetection; Envoy, cluster outlier detection.
    """

    errors: Annotated[int, Plain(fields.number(1, 2**31 - 1, "a number of errors"))] = 5
    interval: Duration = "10s"
    ejection: Duration = "30s"
    max_ejected: Annotated[int, Plain(fields.number(0, 100, "a percentage"))] = 50
