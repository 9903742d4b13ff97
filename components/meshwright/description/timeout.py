"""Timeouts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import OneOf
from meshwright.description.fields import DurationOrOff
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class Timeout(Written):
    """How long to wait. A plain duration, as in `timeout="5s"`, means `Timeout(per_request="5s")`.

    Source: App Mesh API, HttpTimeout, GrpcTimeout, TcpTimeout.
    """

    per_request: DurationOrOff | None = None
    """The time from the end of the request to the end of the answer, retries included; `"off"` for no timeout. Not for TCP.

    Default: 15 s, as in App Mesh.
    """

    idle: DurationOrOff | None = None
    """How long a stream or a TCP connection may carry no data; `"off"` for no timeout.

    Default: 5 minutes for HTTP and gRPC, 1 hour for TCP, as in Envoy.
    """


TimeoutLike = Annotated[
    Timeout | str | timedelta,
    OneOf(Timeout, otherwise=fields.duration_or_off, expected='a duration as in "5s", Timeout(...) or "off"'),
]
