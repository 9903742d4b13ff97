"""Faults that are made on purpose, to try what callers do about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import Also, OneOf, Plain
from meshwright.description.fields import Duration, Share
from meshwright.description.match import Condition, When
from meshwright.description.written import Written
from meshwright.description.wrong import wrong
from meshwright.field_docs import documented

Status = Annotated[int, Plain(fields.number(200, 599, "a status"))]


def _of_headers(value: object, _: Mapping[str, object]) -> object:
    for each in [value] if isinstance(value, Condition) else value if isinstance(value, Sequence) else ():
        if isinstance(each, Condition) and each.subject != "header":
            raise wrong(
                "MW019",
                found=f"a condition on the {each.subject}",
                expected='conditions on headers, as in header("x-chaos").exists()',
                fix="put a route with this condition before the others, and give the fault to that one",
            )
    return value


@documented
@dataclass(frozen=True)
class Delay(Written):
    """Requests that wait before they are sent on. For example `Delay("2s", share=5)`."""

    time: Duration
    """How long a request waits. The timeouts of the route begin after that."""

    share: Share = 100
    """How many of the requests wait, in percent: 0 to 100. Default: 100."""


@documented
@dataclass(frozen=True)
class Abort(Written):
    """Requests that are answered with an error instead of being sent on. For example `Abort(503, share=1)`."""

    status: Status
    """The HTTP status of the answer: 200 to 599. Who calls by gRPC gets the gRPC status that belongs to it."""

    share: Share = 100
    """How many of the requests get it, in percent: 0 to 100. Default: 100."""


@documented
@dataclass(frozen=True)
class Fault(Written):
    """Delays some requests, and answers some with an error, before they leave the Envoy of their caller or the gateway.

    For example `Fault(delay=Delay("2s", share=5), abort=Abort(503, share=1), when=header("x-chaos").exists())`. What the
    fault answers is not retried: it is what the application gets. Where a fault is optional, `"off"` means none.

    Source: Envoy, HTTPFault.
    """

    delay: Delay | None = None
    """Which requests wait. Default: none."""

    abort: Abort | None = None
    """Which requests are answered with an error. Default: none."""

    when: FaultWhen | None = None
    """A condition on a header, or a list of conditions that must all be met. Default: every request of the route."""


FaultWhen = Annotated[When, Also(_of_headers)]
FaultOrOff = Annotated[Fault | Literal["off"], OneOf(Fault, otherwise=fields.off, expected='Fault(...) or "off"')]
