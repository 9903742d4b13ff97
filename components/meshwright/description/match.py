"""Which requests a route takes: conditions that must all hold.

One set of verbs everywhere: `equals`, `starts_with`, `ends_with`, `matches`, `between`, `exists`, and `~` for not.
Each subject has the verbs that App Mesh gives it, no others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from meshwright import names
from meshwright.description import fields
from meshwright.description.annotations import OneOf, Plain, PlainAfter
from meshwright.description.written import Written
from meshwright.description.wrong import show, wrong
from meshwright.field_docs import documented

Subject = Literal["path", "method", "scheme", "host", "port", "header", "cookie", "query"]
Verb = Literal["equals", "starts_with", "ends_with", "matches", "between", "exists"]
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH")
_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,255}")  # RFC 9110, token


def _value(value: object, before: Mapping[str, object]) -> object:
    """The value that fits the subject and the verb."""
    given = str(fields.text(value))
    subject, verb = before.get("subject"), before.get("verb")
    if verb == "matches":
        return fields.regular_expression(value)
    if subject == "method":
        return fields.choice(*METHODS)(value)
    if subject == "scheme":
        return fields.choice("http", "https")(value)
    if subject == "port" and not (re.fullmatch("[0-9]{1,5}", given) and 1 <= int(given) <= 65535):
        raise wrong("MW013", found=given, expected="a port, from 1 to 65535", fix="write the port of a listener")
    if subject == "path" and not given.startswith("/"):
        raise wrong(
            "MW019",
            found=show(value),
            expected='a path, which begins with "/"',
            fix=f'write "/{given}"',
        )
    if subject == "host" and not names.HOST_NAME.fullmatch(given.lower().removeprefix(".")):
        raise wrong("MW019", found=show(value), expected="a host name without a port", fix="write the host name only")
    return value


def _name(value: object, before: Mapping[str, object]) -> object:
    """The name of a header, cookie or query parameter."""
    if before.get("subject") in ("header", "cookie", "query") and not _TOKEN.fullmatch(str(fields.text(value))):
        expected = f"the name of a {before['subject']}, without spaces or separators"
        raise wrong("MW019", found=show(value), expected=expected, fix="write it as it is in the request")
    return value


def _inverted(value: object, before: Mapping[str, object]) -> object:
    if value and before.get("subject") not in ("header", "cookie", None):
        raise wrong(
            "MW019",
            found=f"~{before['subject']}(...)",
            expected="~ before a condition on a header or a cookie only, as in App Mesh",
            fix="put a route with the plain condition before this one",
        )
    return fields.boolean(value)


SubjectName = Annotated[
    Subject, Plain(fields.choice("path", "method", "scheme", "host", "port", "header", "cookie", "query"))
]
VerbName = Annotated[Verb, Plain(fields.choice("equals", "starts_with", "ends_with", "matches", "between", "exists"))]
ConditionValue = Annotated[str, PlainAfter(_value)]
SubjectKey = Annotated[str, PlainAfter(_name)]
Low = Annotated[int, Plain(fields.number(-(2**63), 2**63 - 1, "the first number"))]
High = Annotated[int, Plain(fields.number(-(2**63), 2**63 - 1, "the number after the last"))]
Inverted = Annotated[bool, PlainAfter(_inverted)]


@documented
@dataclass(frozen=True)
class Condition(Written):
    """One condition on a request. Write it with `path`, `method`, `scheme`, `host`, `port`, `header`, `cookie` or `query`.

    For example `header("x-debug").equals("v2")` or `~cookie("beta").exists()`.

    `~` negates a condition on a header or a cookie. As in Envoy, a negated condition on a header is not met by a request
    without that header (except for `~header(...).exists()`); a negated condition on a cookie is met by a request without
    that cookie.
    """

    subject: SubjectName
    """What is compared: path, method, scheme, host, port, header, cookie or query."""

    verb: VerbName
    """How it is compared: equals, starts_with, ends_with, matches, between or exists."""

    value: ConditionValue = ""
    """The text, RE2 expression or port to compare with. Default: empty, for `exists` and `between`, which have none."""

    name: SubjectKey = ""
    """The name of the header, cookie or query parameter. Default: empty, for other subjects, which have none."""

    low: Low = 0
    """The lower bound of `between`, included. Default: 0."""

    high: High = 0
    """The upper bound of `between`, excluded. Default: 0."""

    inverted: Inverted = False
    """Whether the condition is negated. Default: it is not."""

    def __invert__(self) -> Condition:
        return replace(self, inverted=not self.inverted)


When = Annotated[Condition | Sequence[Condition], OneOf(Condition, listed=True)]


class _Path:
    """The path of the request, without its query."""

    def equals(self, value: str) -> Condition:
        """The whole path is `value`."""
        return Condition("path", "equals", value)

    def starts_with(self, value: str) -> Condition:
        """The path begins with `value`. As in App Mesh and Envoy, "/api" takes "/apix", too."""
        return Condition("path", "starts_with", value)

    def matches(self, expression: str) -> Condition:
        """The whole path matches an RE2 expression."""
        return Condition("path", "matches", expression)


class _Method:
    """The method of the request."""

    def equals(self, value: str) -> Condition:
        """The method is `value`: GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE or PATCH."""
        return Condition("method", "equals", value)


class _Scheme:
    """The scheme of the request: the caller's X-Forwarded-Proto, else that of the connection."""

    def equals(self, value: Literal["http", "https"]) -> Condition:
        """The scheme is `value`."""
        return Condition("scheme", "equals", value)


class _Host:
    """The host name that the request asks for, without its port. For gateway routes."""

    def equals(self, value: str) -> Condition:
        """The host is `value`, upper or lower case."""
        return Condition("host", "equals", value)

    def ends_with(self, value: str) -> Condition:
        """The host ends with `value`, as in ".shop.example"."""
        return Condition("host", "ends_with", value)


class _Port:
    """The port of the router's or gateway's listener that received the request."""

    def equals(self, value: int) -> Condition:
        """The listener's port is `value`."""
        return Condition("port", "equals", str(value))


@dataclass(frozen=True)
class _Named:
    subject: Subject
    name: str

    def equals(self, value: str) -> Condition:
        """The value is `value`."""
        return Condition(self.subject, "equals", value, self.name)

    def exists(self) -> Condition:
        """There is one, whatever its value."""
        return Condition(self.subject, "exists", name=self.name)


class _Textual(_Named):
    def starts_with(self, value: str) -> Condition:
        """The value begins with `value`."""
        return Condition(self.subject, "starts_with", value, self.name)

    def ends_with(self, value: str) -> Condition:
        """The value ends with `value`."""
        return Condition(self.subject, "ends_with", value, self.name)

    def matches(self, expression: str) -> Condition:
        """The whole value matches an RE2 expression."""
        return Condition(self.subject, "matches", expression, self.name)


class _Header(_Textual):
    def between(self, low: int, high: int) -> Condition:
        """The value is a whole number from `low` up to, and not including, `high` (App Mesh's range)."""
        return Condition("header", "between", name=self.name, low=low, high=high)


path = _Path()
method = _Method()
scheme = _Scheme()
host = _Host()
port = _Port()


def header(name: str) -> _Header:
    """A header by its name, upper or lower case. Each of several headers of one name is looked at by itself."""
    return _Header("header", name)


def cookie(name: str) -> _Textual:
    """A cookie by its name. Where the request has several of that name, the first counts."""
    return _Textual("cookie", name)


def query(name: str) -> _Named:
    """A query parameter by its name. Where the request has several of that name, the first counts."""
    return _Named("query", name)
