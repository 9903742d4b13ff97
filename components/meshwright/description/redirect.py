"""Redirects: routes that send their clients to another address."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.fields import PortNumber
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind, show, wrong
from meshwright.field_docs import documented

_STATUSES = (301, 302, 303, 307, 308)
_IN_A_PATH = re.compile(r"/[!-\"$->@-~]*", re.ASCII)
_WITH_A_QUERY = re.compile(r"/[!-\"$-~]*", re.ASCII)


def _status(value: object) -> object:
    listed = ", ".join(map(str, _STATUSES))
    if isinstance(value, bool) or not isinstance(value, int):
        raise other_kind(value, f"a status of redirects: {listed}", "write status=308, for example")
    if value not in _STATUSES:
        raise wrong(
            "MW015",
            found=str(value),
            expected=f"one of {listed}",
            fix="301 and 308 are permanent, the others are not; 307 and 308 keep the method",
        )
    return value


def _path(value: object) -> object:
    return _of_a_location(value, _WITH_A_QUERY, "a path, with a query or without")


def _prefix(value: object) -> object:
    return _of_a_location(value, _IN_A_PATH, "the beginning of a path, without a query")


def _of_a_location(value: object, pattern: re.Pattern[str], expected: str) -> object:
    if not pattern.fullmatch(str(fields.path(value))):
        fix = 'write other characters in per cent, as in "/a%20b", and leave "#" out'
        raise wrong("MW010", found=show(value), expected=expected, fix=fix)
    return value


NewScheme = Annotated[Literal["http", "https"], Plain(fields.choice("http", "https"))]
NewHost = Annotated[str, Plain(fields.host)]
NewPath = Annotated[str, Plain(_path)]
NewPrefix = Annotated[str, Plain(_prefix)]
Off = Annotated[Literal["off"], Plain(fields.off)]
RedirectStatus = Annotated[int, Plain(_status)]


@documented
@dataclass(frozen=True)
class Redirect(Written):
    """Answers requests with the address at which the client is to ask again.

    For example `Redirect(scheme="https", status=308)`, or `Redirect(host="shop.example")`. What it does not name stays as
    the client wrote it.

    Source: Envoy, RedirectAction.
    """

    _: KW_ONLY
    scheme: NewScheme | None = None
    """The scheme of the new address. Default: that of the request."""

    host: NewHost | None = None
    """The host of the new address, without a port. Default: that of the request, with its port."""

    port: PortNumber | None = None
    """The port of the new address. Default: none beside a new `host`, else that of the request; where `scheme` changes,
    a standard port (80, 443) is left out."""

    path: NewPath | None = None
    """The path that replaces the whole path. A query in it replaces that of the request. Default: the path is kept."""

    prefix: NewPrefix | None = None
    """The beginning of a path that replaces the one which `path.starts_with` matched. Default: the prefix is kept."""

    query: Off | None = None
    """`"off"` leaves the query of the request out. Default: it is kept."""

    status: RedirectStatus = 307
    """301 or 308: clients remember it, for good. 302, 303 or 307: they ask here again. With 307 and 308 they keep method
    and body; with 303 they ask by GET, and most with 301 and 302, too. Default: 307."""
