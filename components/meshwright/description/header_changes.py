"""Changes of the headers of requests and responses."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import Also, DictOf, ListOf, OneOf, empty_mapping
from meshwright.description.match_shape import TOKEN
from meshwright.description.written import Written
from meshwright.description.wrong import show, wrong
from meshwright.field_docs import documented

_VALUE = re.compile(r"[!-~]([ -~]{0,8190}[!-~])?")
"""RFC 9110, field-value, without what receivers read in different ways. Envoy takes 16384 characters; a `%` needs two."""

_OF_THE_CONNECTION = (
    "connection",
    "content-length",
    "expect",
    "http2-settings",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
)
_OF_ENVOY = (
    "server",
    "x-forwarded-client-cert",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-request-id",
)
_PREFIXES_OF_ENVOY = ("x-envoy-", "grpc-")


def _name(value: object) -> object:
    """The name of a header that a route may change."""
    given = str(fields.text(value))
    name = given.lower()
    if name in ("host", ":authority", ":path"):
        raise wrong(
            "MW020",
            found=show(given),
            expected="a header that does not say where the request goes",
            fix="write rewrite=Rewrite(...) on a gateway's route, which changes the path and the host",
        )
    if not TOKEN.fullmatch(given):
        raise wrong(
            "MW020",
            found=show(given),
            expected="the name of a header, without spaces, colons and other separators",
            fix="write the name only, as it is in the request or the response",
        )
    if name in _OF_THE_CONNECTION:
        raise wrong(
            "MW020",
            found=show(given),
            expected="a header of the request or the response, not of one connection between two proxies",
            fix="leave it out: each Envoy sets it as its connections need it",
        )
    if name in _OF_ENVOY or name.startswith(_PREFIXES_OF_ENVOY):
        raise wrong(
            "MW020",
            found=show(given),
            expected="a header that Envoy or gRPC does not set itself",
            fix="leave it out, or choose a name of your own that begins with x-",
        )
    return value


def _value(value: object) -> object:
    given = str(fields.text(value))
    if not _VALUE.fullmatch(given):
        raise wrong(
            "MW020",
            found=show(given),
            expected="1 to 8192 visible characters of ASCII, with spaces between them only",
            fix="encode other characters, as in %C3%A9; to send no such header, write remove=[...]",
        )
    return value


def _once(value: Collection[str], before: Mapping[str, object]) -> object:
    """Each header is changed in one way."""
    known = {name.lower() for each in before.values() if isinstance(each, Mapping) for name in each}
    for name in value:
        if name.lower() in known:
            raise wrong(
                "MW020",
                found=f"{show(name)} a second time",
                expected="each header once in set, add and remove; names are the same in small and capital letters",
                fix="leave one of them out; set replaces what is there, so nothing must be removed before",
            )
        known.add(name.lower())
    return value


Headers = Annotated[Mapping[str, str], DictOf(_name, _value, 'values by header, as in {"x-env": "prod"}'), Also(_once)]
HeaderNames = Annotated[Sequence[str], ListOf(_name), Also(_once)]


@documented
@dataclass(frozen=True)
class HeaderChanges(Written):
    """What is changed in the headers of requests, before a service gets them, or of responses, before its callers do.

    For example `HeaderChanges(set={"x-env": "prod"}, remove=["x-debug"])`. Where it is optional, `"off"` means none.

    Values are sent as they are written: Envoy replaces nothing in them. They stand in the configuration, so no value
    may be secret. What a gateway's route changes in a request comes before what the service's route changes in it, and
    in a response after it: the service's routes see a request as the gateway passes it on. Answers of Envoy itself, such
    as 503, are changed like those of the service.

    Source: Envoy, route.v3.Route; Gateway API, HTTPHeaderFilter.
    """

    set: Headers = empty_mapping()
    """The values of headers, which replace those that are there. Default: none."""

    add: Headers = empty_mapping()
    """The values of headers, each beside those that are there. Default: none."""

    remove: HeaderNames = ()
    """The names of headers that are not passed on. Default: none."""


HeaderChangesOrOff = Annotated[
    HeaderChanges | Literal["off"],
    OneOf(HeaderChanges, otherwise=fields.off, expected='HeaderChanges(...) or "off"'),
]
