"""Timeouts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import OneOf
from meshwright.description.fields import DurationOrOff
from meshwright.description.written import Written


@dataclass(frozen=True)
class Timeout(Written):
    """How long to wait. A plain duration, as in `timeout="5s"`, means `Timeout(per_request="5s")`.

    `per_request`: from the last byte of the request to the last byte of the answer, retries included; absent: 15 s, as
    in App Mesh; "off": without end. `idle`: how long a stream may be silent; absent: Envoy's 5 minutes for HTTP and 1
    hour for TCP; "off": without end. TCP knows `idle` only.

    Source: App Mesh API, HttpTimeout, GrpcTimeout, TcpTimeout.
    """

    per_request: DurationOrOff | None = None
    idle: DurationOrOff | None = None


TimeoutLike = Annotated[
    Timeout | str | timedelta,
    OneOf(Timeout, otherwise=fields.duration_or_off, expected='a duration as in "5s", Timeout(...) or "off"'),
]
