"""Whether a route matches a request, and if not, why not. One function per kind of matcher."""

import re
from collections.abc import Iterator, Mapping

from meshwright.envoy.snapshot import Resource
from meshwright.traffic import fields, text
from meshwright.traffic.arrival import Arrival
from meshwright.traffic.fields import only
from meshwright.traffic.not_explainable import NotExplainable

PATHS = ("prefix", "path", "safe_regex", "path_separated_prefix")


def why_not(match: Resource, arrival: Arrival) -> str | None:
    """The first condition of a RouteMatch that the request doesn't fulfil; None if it fulfils all.

    Raises NotExplainable for an unknown condition.
    """
    only(match, fields.ROUTE_MATCH, "a route match")
    return next(_reasons(match, arrival), None)


def why_not_headers(matchers: list[Resource], arrival: Arrival) -> str | None:
    """The first of these HeaderMatchers that the request doesn't fulfil; None if it fulfils all."""
    return next(filter(None, (_header(matcher, arrival) for matcher in matchers)), None)


def _reasons(match: Resource, arrival: Arrival) -> Iterator[str]:
    path, _, query = arrival.path.partition("?")
    if reason := why_not_path(match, path):
        yield reason
    if match.get("grpc") is not None:
        if match["grpc"]:
            raise NotExplainable("fields of grpc in a route match")
        if not arrival.grpc:
            yield f"content-type: {_found(arrival.values('content-type'))}, wanted gRPC"
    if reason := why_not_headers(match.get("headers", []), arrival):
        yield reason
    parameters = _parameters(query)
    yield from filter(None, (why_not_parameter(each, parameters) for each in match.get("query_parameters", [])))
    cookies = _cookies(arrival.values("cookie"))
    yield from filter(None, (why_not_cookie(each, cookies) for each in match.get("cookies", [])))


def why_not_path(match: Resource, path: str) -> str | None:
    """Why the path, without its query, doesn't match a RouteMatch; None if it does."""
    kind = next((each for each in PATHS if match.get(each) is not None), None)
    if kind is None:
        if match.get("connect_matcher") is not None:
            return f"path: found {path!r}, wanted a CONNECT request"
        raise NotExplainable("a route match without a path")
    if kind == "safe_regex":
        pattern = match[kind]
        wanted = f"all of it to match {pattern.get('regex')!r}"
        return None if text.regex(pattern, path) else f"path: found {path!r}, wanted {wanted}"
    found, value = path.encode(), str(match[kind]).encode()
    if match.get("case_sensitive") is False:
        found, value = found.lower(), value.lower()
    if kind == "path":
        fits, words = found == value, "exactly"
    elif kind == "prefix":
        fits, words = found.startswith(value), "a path that starts with"
    else:
        fits, words = found == value or found.startswith(value + b"/"), "this path or one below it:"
    return None if fits else f"path: found {path!r}, wanted {words} {match[kind]!r}"


def _header(matcher: Resource, arrival: Arrival) -> str | None:
    name, inverted = matcher["name"], bool(matcher.get("invert_match"))
    only(matcher, fields.HEADER_MATCHER, "a header match")
    sent = arrival.values(name)
    values = sent or ([""] if matcher.get("treat_missing_header_as_empty") else [])
    if matcher.get("string_match") is not None:
        wanted = text.describe(matcher["string_match"])
        # An absent header fulfils no condition on its value, not even an inverted one
        fits = bool(values) and any(text.matches(matcher["string_match"], value) for value in values) != inverted
    elif matcher.get("range_match") is not None:
        start, end = (int(matcher["range_match"].get(key, 0)) for key in ("start", "end"))
        wanted = f"a whole number from {start} to below {end}"
        fits = bool(values) and any(_between(value, start, end) for value in values) != inverted
    else:
        present = bool(matcher.get("present_match", True))
        wanted = "the header to be there" if present != inverted else "no such header"
        return None if (bool(values) == present) != inverted else f"header {name}: {_found(sent)}, wanted {wanted}"
    return None if fits else _reason(f"header {name}", _found(sent), wanted, inverted)


def _between(value: str, start: int, end: int) -> bool:
    """Whether the value is a whole number of at most 64 bits in this range, whose end is excluded."""
    if not re.fullmatch(r"[+-]?[0-9]{1,40}", value):
        return False
    return start <= int(value) < end and -(2**63) <= int(value) < 2**63


def _parameters(query: str) -> dict[str, str]:
    """Values are not decoded. Of several parameters with one name, the first counts."""
    found: dict[str, str] = {}
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        found.setdefault(name, value)
    return found


def why_not_parameter(matcher: Resource, parameters: Mapping[str, str]) -> str | None:
    """Why query parameters don't fulfil a QueryParameterMatcher; None if they do."""
    only(matcher, fields.QUERY_PARAMETER_MATCHER, "a query parameter match")
    name = matcher["name"]
    value, where = parameters.get(name), f"query parameter {name}"
    found = _found([] if value is None else [value])
    if matcher.get("string_match") is not None:
        fits = value is not None and text.matches(matcher["string_match"], value)
        return None if fits else _reason(where, found, text.describe(matcher["string_match"]), inverted=False)
    present = bool(matcher.get("present_match", True))
    wanted = "the parameter to be there" if present else "no such parameter"
    return None if (value is not None) == present else f"{where}: {found}, wanted {wanted}"


def _cookies(headers: list[str]) -> dict[str, str]:
    """Of several cookies with one name, the first counts. Quotes around a value are removed."""
    found: dict[str, str] = {}
    for pair in (pair for header in headers for pair in header.split(";")):
        name, equals, value = pair.lstrip(" ").partition("=")
        if len(value) > 1 and value[0] == value[-1] == '"':
            value = value[1:-1]
        if equals:
            found.setdefault(name, value)
    return found


def why_not_cookie(matcher: Resource, cookies: Mapping[str, str]) -> str | None:
    """Why cookies don't fulfil a CookieMatcher; None if they do."""
    only(matcher, fields.COOKIE_MATCHER, "a cookie match")
    value, inverted = cookies.get(matcher["name"]), bool(matcher.get("invert_match"))
    fits = (value is not None and text.matches(matcher["string_match"], value)) != inverted
    found = _found([] if value is None else [value])
    return (
        None if fits else _reason(f"cookie {matcher['name']}", found, text.describe(matcher["string_match"]), inverted)
    )


def _found(values: list[str]) -> str:
    return "found " + " and ".join(map(repr, values)) if values else "absent"


def _reason(where: str, found: str, wanted: str, inverted: bool) -> str:
    return f"{where}: {found}, wanted {'anything but ' if inverted else ''}{wanted}"
