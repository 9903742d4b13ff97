"""Direct responses: routes that Envoy answers by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.written import Written
from meshwright.description.wrong import wrong
from meshwright.field_docs import documented

LARGEST_BODY = 4096
"""Envoy, RouteConfiguration.max_direct_response_body_size_bytes. Larger texts belong on a web server."""

_in_range = fields.number(200, 599, "a status")


def _status(value: object) -> object:
    if isinstance(value, int) and 300 <= value < 400:
        raise wrong(
            "MW014",
            found=str(value),
            expected="a status that is no redirect's",
            fix='write redirect=Redirect(host="shop.example"), for example',
        )
    return _in_range(value)


def _body(value: object) -> object:
    size = len(str(fields.text(value)).encode("utf-8", "surrogatepass"))
    if size > LARGEST_BODY:
        raise wrong(
            "MW014",
            found=f"a text of {size} bytes",
            expected=f"at most {LARGEST_BODY} bytes, for the text stands in the configuration of each Envoy",
            fix="shorten it, or let a service answer",
        )
    return value


ResponseStatus = Annotated[int, Plain(_status)]
Body = Annotated[str, Plain(_body)]


@documented
@dataclass(frozen=True)
class DirectResponse(Written):
    """Answers requests by itself: no service gets them.

    For example `DirectResponse(410, "This API has ended.")`. Who calls by gRPC gets the gRPC status that belongs to it,
    and the text as its message. The text is `text/plain`; `response_headers` of the route adds headers.

    Source: Envoy, DirectResponseAction.
    """

    status: ResponseStatus
    """The HTTP status of the answer: 200 to 299, or 400 to 599."""

    body: Body = ""
    """The text of the answer, at most 4096 bytes. Default: none."""
