"""Whether one condition on a request follows from another. Says yes only where it is certain.

The traps are Envoy's: each of several headers of one name is looked at by itself, so two conditions on one header never
exclude one another; an inverted header condition needs the header; of cookies and query parameters the first counts.
"""

from collections.abc import Sequence

import re2

from meshwright.plan.model import Match

_EVERY_PATH = (("starts_with", "/"), ("matches", ".*"), ("matches", "/.*"))


def universal(match: Match) -> bool:
    """Whether every request fulfils it."""
    return match.subject == "path" and (match.verb, match.value) in _EVERY_PATH


def implies(one: Match, other: Match) -> bool:
    """Whether every request that fulfils `one` fulfils `other`."""
    if not _comparable(one, other):
        return False
    if _text(one) == _text(other) and (one.verb, one.inverted) == (other.verb, other.inverted):
        return (one.low, one.high) == (other.low, other.high) or _within(one, other)
    if other.verb == "exists":
        needs_header = one.subject == "header" and one.verb != "exists"
        return not other.inverted and (needs_header or not one.inverted)
    if one.inverted or other.inverted:
        return False
    if one.verb == "equals":
        return _holds(other, _text(one))
    if one.verb == other.verb == "starts_with":
        return one.value.startswith(other.value)
    if one.verb == other.verb == "ends_with":
        return _text(one).endswith(_text(other))
    return False


def excludes(one: Match, other: Match) -> bool:
    """Whether no request fulfils both."""
    if not _comparable(one, other):
        return False
    if one.inverted != other.inverted:
        bare, inverted = (other, one) if one.inverted else (one, other)
        return (bare.verb, bare.value, bare.low, bare.high) == (
            inverted.verb,
            inverted.value,
            inverted.low,
            inverted.high,
        )
    if one.inverted or one.subject == "header":
        return False
    if one.verb == "equals":
        return not _holds(other, _text(one))
    if other.verb == "equals":
        return not _holds(one, _text(other))
    if one.verb == other.verb == "ends_with":
        return not (_text(one).endswith(_text(other)) or _text(other).endswith(_text(one)))
    if one.verb == other.verb == "starts_with":
        return not (one.value.startswith(other.value) or other.value.startswith(one.value))
    return False


def impossible(when: Sequence[Match]) -> Sequence[Match]:
    """The first conditions, one or two, that no request fulfils; none where there may be such a request."""
    for index, one in enumerate(when):
        if one.verb == "between" and not one.inverted and one.low >= one.high:
            return [one]
        for other in when[:index]:
            if excludes(one, other):
                return [other, one]
    return []


def _comparable(one: Match, other: Match) -> bool:
    if one.subject != other.subject:
        return False
    return one.name == other.name or (one.subject == "header" and one.name.lower() == other.name.lower())


def _text(match: Match) -> str:
    return match.value.lower() if match.subject == "host" else match.value


def _within(one: Match, other: Match) -> bool:
    return one.verb == "between" and not one.inverted and other.low <= one.low and one.high <= other.high


def _holds(match: Match, value: str) -> bool:
    """Whether a value fulfils a condition, its inversion aside."""
    if match.verb == "matches":
        return re2.fullmatch(match.value, value) is not None
    if match.verb == "starts_with":
        return value.startswith(match.value)
    if match.verb == "ends_with":
        return value.endswith(_text(match))
    if match.verb == "equals":
        return value == _text(match)
    return match.verb == "exists"
