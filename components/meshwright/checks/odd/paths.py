"""Paths: what an address never has in its path, and what looks like a pattern."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote, unquote

from meshwright.checks.finding import written
from meshwright.checks.odd.finding import Odd, Place
from meshwright.plan.model import Match

_PLAIN = "a path as it stands in a request"
_PARAMETER = re.compile(r"/(:\w+|\{[^/{}]*\}|<[^/<>]*>)(?=/|$)")
_PATTERN = re.compile(r"\.[*+]|\\|\[|\]|\||\^|\$$")
_NEVER = re.compile(r"[^!-~]|[\"<>`{}]")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_DOTS = re.compile(r"/\.{1,2}(?=/|$)")
_METHOD_OF_GRPC = re.compile(r"/[^/]+/[^/]+")


def path(match: Match, place: Place) -> Iterator[Odd]:
    """What is odd about a condition on a path, the most likely first."""
    if match.verb == "matches":
        yield from anchored(match)
        return
    value = match.value
    if mark := next((each for each in "?#" if each in value), None):
        name = {"?": "the query", "#": "a fragment"}[mark]
        bare = replace(match, value=value.partition(mark)[0])
        more = " and query(...) for its query" if mark == "?" else ""
        yield Odd(f"{name} is no part of the path", "a path without it", f"write {written(bare)}{more}")
    if _PATTERN.search(value):
        yield _pattern("looks like a regular expression", match, re.sub(r"\$$", "", value))
    if "*" in value:
        yield _glob(match)
    if _PARAMETER.search(value):
        yield _pattern("looks like a path with parameters", match, _PARAMETER.sub("/[^/]+", value))
    if _NEVER.search(value):
        encoded = replace(match, value=quote(value, safe="/%:@!$&'()*+,;=~"))
        yield Odd("a path has such characters in percent-encoding only", _PLAIN, f"write {written(encoded)}")
    yield from _normalised(match, place)
    if place.protocol == "grpc" and match.verb == "equals" and not _METHOD_OF_GRPC.fullmatch(value):
        yield Odd(
            "a path of gRPC is a service and a method",
            'a path as in "/package.Service/Method"',
            'write path.starts_with("/package.Service/") for a service',
        )


def _normalised(match: Match, place: Place) -> Iterator[Odd]:
    value = match.value
    if _BROKEN.search(value):
        fix = replace(match, value=_BROKEN.sub("%25", value))
        yield Odd('"%" begins a percent-encoding', _PLAIN, f"write {written(fix)}")
    if _DOTS.search(value):
        yield Odd(
            'clients and gateways resolve "." and ".."', "a path without them", "write the path that they lead to"
        )
    if place.edge and "//" in value:
        fix = replace(match, value=re.sub("/{2,}", "/", value))
        yield Odd('gateways take "//" for "/"', "a path without it", f"write {written(fix)}")
    if place.edge and re.search("%2f|%5c", value, re.IGNORECASE):
        yield Odd("gateways decode %2F and %5C", "a path without them", 'write "/" in its place')
    plain = _ENCODED.sub(_decoded, value)
    if place.edge and plain != value:
        fix = replace(match, value=plain)
        yield Odd("gateways decode what needs no encoding", "the character itself", f"write {written(fix)}")


def _decoded(found: re.Match[str]) -> str:
    char = unquote(found[0])
    return char if re.fullmatch("[A-Za-z0-9._~-]", char) else found[0]


def _glob(match: Match) -> Odd:
    before = match.value.partition("*")[0]
    if match.value.rstrip("*") == before:
        return Odd(
            'looks like a pattern; "*" is a character like any other',
            _PLAIN,
            f"write {written(replace(match, verb='starts_with', value=before))}",
        )
    pattern = re.sub(r"\*+", "[^/]+", re.sub(r"([.+()])", r"\\\1", match.value))
    return _pattern('looks like a pattern; "*" is a character like any other', match, pattern)


def _pattern(why: str, match: Match, pattern: str) -> Odd:
    end = ".*" if match.verb == "starts_with" and not pattern.endswith(".*") else ""
    meant = replace(match, verb="matches", value=pattern + end)
    return Odd(why, _PLAIN, f"write {written(meant)}")


def anchored(match: Match) -> Iterator[Odd]:
    """A regular expression with one anchor, which looks as if the other side were open."""
    begins, ends = match.value.startswith("^"), match.value.endswith("$") and not match.value.endswith("\\$")
    if "|" in match.value or begins == ends:
        return
    bare = match.value.removeprefix("^") if begins else match.value.removesuffix("$")
    if bare.endswith(".*") if begins else bare.startswith(".*"):
        return
    meant = replace(match, value=f"{bare}.*" if begins else f".*{bare}")
    yield Odd(
        "looks like the beginning of a value" if begins else "looks like the end of a value",
        "a regular expression of the whole value: it must match to both ends",
        f"write {written(meant)}, or {written(replace(match, value=bare))} for exactly this",
    )
