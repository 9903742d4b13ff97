"""Access logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import OneOf
from meshwright.description.fields import Switch
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class AccessLog(Written):
    """The access log of the Envoys: one JSON object a line for each request, always with the same fields.

    For example `AccessLog(failures_only=True)`. Where an access log is optional, `"off"` writes none.
    """

    failures_only: Switch = False
    """Whether to log only answers with a status of 400 or above, and requests without an answer.

    Default: every request is logged.
    """


AccessLogOrOff = Annotated[
    AccessLog | Literal["off"], OneOf(AccessLog, otherwise=fields.off, expected='AccessLog(...) or "off"')
]
