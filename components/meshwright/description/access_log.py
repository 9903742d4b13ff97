"""Access logs."""

from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import OneOf
from meshwright.description.fields import Switch
from meshwright.description.written import Written


@dataclass(frozen=True)
class AccessLog(Written):
    """What the Envoys write down of each request: one JSON object a line, always with the same fields.

    `failures_only`: only answers of 400 and above and requests without an answer; absent: every request.
    """

    failures_only: Switch = False


AccessLogOrOff = Annotated[
    AccessLog | Literal["off"], OneOf(AccessLog, otherwise=fields.off, expected='AccessLog(...) or "off"')
]
