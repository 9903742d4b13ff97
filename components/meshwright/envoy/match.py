"""Conditions on headers, cookies, query parameters, method, scheme and port. Paths: `path.py`, hosts: `gateway.py`."""

from collections.abc import Iterable

import re2

from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Match
from meshwright.plan.model.match import Verb

_STRING = {"equals": "exact", "starts_with": "prefix", "ends_with": "suffix"}


def conditions(matches: Iterable[Match]) -> Resource:
    """The fields of a RouteMatch, without its path."""
    headers: list[Resource] = []
    cookies: list[Resource] = []
    queries: list[Resource] = []
    for match in matches:
        if match.subject == "header":
            headers.append(_header(match))
        elif match.subject == "cookie":
            cookies.append({"name": match.name, "string_match": string_match(match)} | _inverted(match))
        elif match.subject == "query":
            queries.append({"name": match.name} | _query(match))
        elif match.subject in ("method", "scheme"):
            headers.append({"name": f":{match.subject}", "string_match": {"exact": match.value}})
        elif match.subject == "port":
            headers.append({"name": ":authority", "string_match": _port(match.value)})
    found = {"headers": headers, "cookies": cookies, "query_parameters": queries}
    return {name: values for name, values in found.items() if values}


def string_match(match: Match) -> Resource:
    """A StringMatcher for the verbs on texts. A regular expression matches the whole value."""
    if match.verb == "exists":
        return {"safe_regex": {"regex": ".*"}}
    if match.verb == "matches":
        return {"safe_regex": {"regex": match.value}}
    if not match.value and match.verb != "equals":
        return {"safe_regex": {"regex": ".*"}}  # Envoy refuses an empty prefix or suffix; every value has one
    return {_STRING[match.verb]: match.value}


def meets(verb: Verb, wanted: str, value: str) -> bool:
    """Whether a known value meets a condition on texts, as Envoy would decide it: `string_match` of a value."""
    if verb == "matches":
        return re2.fullmatch(wanted, value) is not None
    if verb == "starts_with":
        return value.startswith(wanted)
    return value.endswith(wanted) if verb == "ends_with" else value == wanted


def quote(text: str) -> str:
    """A text as a regular expression that matches it and nothing else."""
    return str(re2.escape(text))


def _header(match: Match) -> Resource:
    if match.verb == "exists":
        # Not `invert_match`: absence is its own condition, and App Mesh's inverted presence takes absent headers.
        return {"name": match.name, "present_match": not match.inverted}
    if match.verb == "between":
        return {"name": match.name, "range_match": {"start": match.low, "end": match.high}} | _inverted(match)
    return {"name": match.name, "string_match": string_match(match)} | _inverted(match)


def _port(port: str) -> Resource:
    """The port that the caller asked for. Clients leave out the one of plain HTTP."""
    return {"safe_regex": {"regex": "[^:]*(:80)?"}} if port == "80" else {"suffix": f":{port}"}


def _query(match: Match) -> Resource:
    return {"present_match": True} if match.verb == "exists" else {"string_match": string_match(match)}


def _inverted(match: Match) -> Resource:
    return {"invert_match": True} if match.inverted else {}
