"""Methods, headers, cookies and query parameters: what their values never have."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

from meshwright.checks.finding import written
from meshwright.checks.odd.finding import Odd, Place
from meshwright.checks.odd.paths import anchored
from meshwright.plan.model import Match

_REMOVED = ("connection", "keep-alive", "proxy-connection", "transfer-encoding")
"""Headers between two hops, which Envoy takes off before it looks at a request."""

_NEVER_IN_COOKIES = re.compile(r"[^!-~]|[;,\"\\]")  # RFC 6265, cookie-octet
_NEVER_IN_QUERIES = re.compile(r"[^!-~]|[&#]")


def method(match: Match, place: Place) -> Iterator[Odd]:
    """CONNECT asks for a tunnel, and gRPC has one method."""
    if match.value == "CONNECT":
        yield Odd("CONNECT asks for a tunnel, which no route takes", "another method", "leave the route out")
    elif place.protocol == "grpc" and match.value != "POST":
        yield Odd("every request of gRPC is a POST", "no condition on the method", "leave the condition out")


def scheme(match: Match, place: Place) -> Iterator[Odd]:
    """A gateway believes nobody but an application load balancer that a client came with TLS."""
    if match.value == "https" and place.balancer == "network":
        yield Odd(
            "behind a network load balancer every request is http",
            "an application load balancer, which says how a client came",
            'write load_balancers={...: "application"}, or leave the condition out',
        )


def header(match: Match, place: Place) -> Iterator[Odd]:
    """Headers."""
    if match.name.lower() in _REMOVED:
        yield Odd(
            "this header is for the next hop only, and is taken off", "a header of the request", "use another one"
        )
    if match.verb in ("equals", "starts_with") and re.search(r"[\x00-\x08\x0a-\x1f\x7f]", match.value):
        yield Odd("no header has control characters", "a value in one line", "leave them out")
    elif match.verb == "equals" and match.value.strip(" \t") != match.value:
        fix = replace(match, value=match.value.strip(" \t"))
        yield Odd("blanks around a header's value are no part of it", "a value without them", f"write {written(fix)}")
    if match.verb == "equals" and re.fullmatch(r"[^*]+[^*/]\*", match.value):
        fix = replace(match, verb="starts_with", value=match.value.rstrip("*"))
        yield Odd('looks like a pattern; "*" is a character like any other', "the value", f"write {written(fix)}")
    yield from _text(match)


def cookie(match: Match, place: Place) -> Iterator[Odd]:
    """Cookies."""
    if match.verb in ("equals", "starts_with", "ends_with") and _NEVER_IN_COOKIES.search(match.value):
        yield Odd(
            "no cookie has such characters", "characters that a cookie's value may have", "write it as it is sent"
        )
    yield from _text(match)


def query(match: Match, place: Place) -> Iterator[Odd]:
    """Query parameters, which are compared as they are sent."""
    if _NEVER_IN_QUERIES.search(match.value):
        fix = replace(match, value=quote(match.value, safe="/?:@!$'()*+,;=~%"))
        yield Odd("a query has such characters in percent-encoding only", "the value as sent", f"write {written(fix)}")
    if re.search("[&#]", match.name):
        yield Odd('"&" and "#" end a query parameter', "the name of one parameter", "write a condition for each")
    yield from _text(match)


def _text(match: Match) -> Iterator[Odd]:
    if match.verb == "equals" and match.value == "*":
        meant = replace(match, verb="exists", value="")
        yield Odd('looks like a pattern; "*" is a character like any other', "the value", f"write {written(meant)}")
    if match.verb in ("starts_with", "ends_with") and not match.value:
        meant = replace(match, verb="exists")
        yield Odd("every value has an empty beginning and end", "a text", f"write {written(meant)}, or a text")
    if match.verb == "matches":
        yield from anchored(match)
