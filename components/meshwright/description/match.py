"""Which requests a route takes: conditions that must all hold.

One set of verbs everywhere: `equals`, `starts_with`, `ends_with`, `matches`, `between`, `exists`, and `~` for not.
Each subject has the verbs that App Mesh gives it, no others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal, get_args

from meshwright.description import fields, match_shape
from meshwright.description.annotations import OneOf, Plain, PlainAfter
from meshwright.description.written import Written
from meshwright.field_docs import documented

Subject = Literal[
    "path", "method", "scheme", "host", "port", "header", "cookie", "query", "grpc_service", "grpc_method"
]
Verb = Literal["equals", "starts_with", "ends_with", "matches", "between", "exists"]
SubjectName = Annotated[Subject, Plain(fields.choice(*get_args(Subject)))]
VerbName = Annotated[Verb, PlainAfter(match_shape.verb)]
ConditionValue = Annotated[str, PlainAfter(match_shape.value)]
SubjectKey = Annotated[str, PlainAfter(match_shape.name)]
Low = Annotated[int, PlainAfter(match_shape.low)]
High = Annotated[int, PlainAfter(match_shape.high)]
Inverted = Annotated[bool, PlainAfter(match_shape.inverted)]


@documented
@dataclass(frozen=True)
class Condition(Written):
    """One condition on a request. Write it with `path`, `method`, `scheme`, `host`, `port`, `header`, `cookie`, `query`,
    `grpc_service` or `grpc_method`.

    For example `header("x-debug").equals("v2")` or `~cookie("beta").exists()`.

    `~` negates a condition on a header or a cookie. As in Envoy, a negated condition on a header is not met by a request
    without that header (except for `~header(...).exists()`); a negated condition on a cookie is met by a request without
    that cookie.
    """

    subject: SubjectName
    """What is compared: path, method, scheme, host, port, header, cookie, query, grpc_service or grpc_method."""

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


def _meant(value: object) -> str:
    """What to write where something else than a condition stands."""
    if isinstance(value, bool):
        return 'write header("...").equals("..."): "==" compares the objects themselves, before any request'
    if isinstance(value, _Named):
        return f'write {value.subject}("{value.name}").exists(), or another of its verbs'
    if isinstance(value, _Bare):
        return f"write {value!r}.equals(...), or another of its verbs"
    if isinstance(value, str) and value.startswith("/"):
        return f'write path.starts_with("{value}") or path.equals("{value}")'
    return 'write path.starts_with("/api"), header("x-beta").equals("yes") or another condition'


_EXPECTED = 'a condition, as in path.starts_with("/api"), or a list of them'
When = Annotated[Condition | Sequence[Condition], OneOf(Condition, listed=True, expected=_EXPECTED, fix=_meant)]


class _Bare:
    def __repr__(self) -> str:
        return type(self).__name__.strip("_").lower()


class _Path(_Bare):
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


class _Method(_Bare):
    """The method of the request."""

    def equals(self, value: str) -> Condition:
        """The method is `value`: GET, HEAD, POST, PUT, DELETE, CONNECT, OPTIONS, TRACE or PATCH."""
        return Condition("method", "equals", value)


class _Scheme(_Bare):
    """The scheme of the request: the caller's X-Forwarded-Proto, else that of the connection."""

    def equals(self, value: Literal["http", "https"]) -> Condition:
        """The scheme is `value`."""
        return Condition("scheme", "equals", value)


class _Host(_Bare):
    """The host name that the request asks for, without its port. For gateway routes."""

    def equals(self, value: str) -> Condition:
        """The host is `value`, upper or lower case."""
        return Condition("host", "equals", value)

    def ends_with(self, value: str) -> Condition:
        """The host ends with `value`, as in ".shop.example"."""
        return Condition("host", "ends_with", value)


class _Port(_Bare):
    """The port of the router's or gateway's listener that received the request."""

    def equals(self, value: int) -> Condition:
        """The listener's port is `value`."""
        return Condition("port", "equals", str(value))


class _GrpcService(_Bare):
    """The gRPC service that is called. For services with protocol grpc or http2."""

    def __repr__(self) -> str:
        return "grpc_service"

    def equals(self, value: str) -> Condition:
        """The call is of the service `value`, by its full name: "shop.Orders"."""
        return Condition("grpc_service", "equals", value)


class _GrpcMethod(_Bare):
    """The gRPC method that is called. For services with protocol grpc or http2."""

    def __repr__(self) -> str:
        return "grpc_method"

    def equals(self, value: str) -> Condition:
        """The call is of the method `value`, by its full name: "shop.Orders/Get"."""
        return Condition("grpc_method", "equals", value)


@dataclass(frozen=True, repr=False)
class _Named:
    subject: Subject
    name: str

    def __repr__(self) -> str:
        return f'{self.subject}("{self.name}")'

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


class Header(_Textual):
    """A header of the request."""

    def between(self, low: int, high: int) -> Condition:
        """The value is a whole number from `low` up to, and not including, `high` (App Mesh's range)."""
        return Condition("header", "between", name=self.name, low=low, high=high)


path = _Path()
method = _Method()
scheme = _Scheme()
host = _Host()
port = _Port()
grpc_service = _GrpcService()
grpc_method = _GrpcMethod()


def header(name: str) -> Header:
    """A header by its name, upper or lower case. Each of several headers of one name is looked at by itself.

    The metadata of a gRPC call are its headers."""
    return Header("header", name)


def cookie(name: str) -> _Textual:
    """A cookie by its name. Where the request has several of that name, the first counts."""
    return _Textual("cookie", name)


def query(name: str) -> _Named:
    """A query parameter by its name. Where the request has several of that name, the first counts."""
    return _Named("query", name)
