"""One condition of a route on one part of a request, taken from Envoy's RouteMatch."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from meshwright.envoy.match import quote
from meshwright.envoy.snapshot import Resource
from meshwright.traffic import fields
from meshwright.traffic.arrival import JOINED, Arrival
from meshwright.traffic.fields import only
from meshwright.traffic.match import PATHS, why_not_cookie, why_not_headers, why_not_parameter, why_not_path
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.interval import whole_numbers


class Subject(NamedTuple):
    """A part of a request: its path, or a header, cookie or query parameter by name. The method, the scheme and the
    host are headers, as in Envoy."""

    kind: str
    name: str = ""

    @property
    def repeatable(self) -> bool:
        """Whether a request may have it several times, each value matched separately."""
        return self.kind == "header" and not self.name.startswith(":") and self.name not in JOINED


PATH = Subject("path")
HOST = Subject("header", ":host")
"""The host without its port, by which Envoy chooses a virtual host. No RouteMatch has a condition on it."""
Value = tuple[str, ...]
"""The values of a subject in a request: none, one, or, for headers, several."""


@dataclass(frozen=True)
class Condition:
    """`text`: Envoy's matcher, as JSON."""

    subject: Subject
    text: str

    @property
    def matcher(self) -> Resource:
        """Envoy's matcher; for a path, the fields of a RouteMatch."""
        found: Resource = _loaded(self.text)
        return found

    def holds(self, value: Value) -> bool:
        """Whether a request with this value fulfils the condition, decided by the explainer's matchers."""
        kind, name = self.subject
        if kind == "path":
            return why_not_path(self.matcher, value[0]) is None
        if kind == "query":
            return why_not_parameter(self.matcher, dict.fromkeys([name] * len(value), "".join(value))) is None
        if kind == "cookie":
            return why_not_cookie(self.matcher, dict.fromkeys([name] * len(value), "".join(value))) is None
        return why_not_headers([self.matcher], Arrival("GET", "http", "", "/", {name: list(value)})) is None

    @property
    def inverted(self) -> bool:
        """Whether the matcher is inverted."""
        return bool(self.matcher.get("invert_match"))

    @property
    def expression(self) -> str | None:
        """A regular expression for the texts that it matches; None if it only asks for presence."""
        if "range_match" in self.matcher:
            range_match = self.matcher["range_match"]
            return whole_numbers(int(range_match.get("start", 0)), int(range_match.get("end", 0)))
        literal = self.literal
        if literal is None:
            found = self.matcher.get("safe_regex") or self.matcher.get("string_match", {}).get("safe_regex")
            return str(found["regex"]) if found else None
        kind, text = literal
        start, end = {"exact": ("", ""), "prefix": ("", ".*"), "suffix": (".*", "")}.get(kind, (".*", ".*"))
        caseless = "(?i)" if self._matching.get("ignore_case") else ""
        below = "(/.*)?" if kind == "below" else end
        return caseless + ("" if kind == "below" else start) + quote(text) + below

    @property
    def literal(self) -> tuple[str, str] | None:
        """The kind of match and its text; None if it is not a literal text."""
        kinds = {"path": "exact", "path_separated_prefix": "below"}
        for key in ("exact", "prefix", "suffix", "contains", "path", "path_separated_prefix"):
            if self._matching.get(key) is not None:
                return kinds.get(key, key), str(self._matching[key])
        return None

    @property
    def _matching(self) -> Resource:
        return self.matcher if self.subject == PATH else self.matcher.get("string_match", {})


@lru_cache(maxsize=65536)
def _loaded(text: str) -> Any:
    return json.loads(text)


def _condition(subject: Subject, matcher: Resource) -> Condition:
    return Condition(subject, json.dumps(matcher, sort_keys=True))


def conditions(match: Resource) -> tuple[Condition, ...]:
    """The conditions of a RouteMatch; empty if every request fulfils it.

    Raises NotExplainable for unknown fields, and for conditions that depend on one another.
    """
    only(match, fields.ROUTE_MATCH, "a route match")
    if match.get("grpc") is not None or match.get("case_sensitive") is False:
        raise NotExplainable("grpc or case_sensitive in a route match")
    kind = next((each for each in PATHS if match.get(each) is not None), None)
    if kind is None:
        raise NotExplainable("a route match without a path")
    found = [_condition(PATH, {kind: match[kind]})]
    for each in match.get("headers", []):
        found.append(_of_header(each))
    found += [_condition(Subject("query", each["name"]), each) for each in match.get("query_parameters", [])]
    found += [_condition(Subject("cookie", each["name"]), each) for each in match.get("cookies", [])]
    return tuple(dict.fromkeys(each for each in found if each.text not in _EVERY_PATH))


_EVERY_PATH = {json.dumps({"prefix": "/"}), json.dumps({"safe_regex": {"regex": ".*"}})}


def _of_header(matcher: Resource) -> Condition:
    name = str(matcher["name"]).lower()
    if name == ":path":
        prefix = matcher.get("string_match", {}).get("prefix")
        if prefix is None or "?" in prefix or matcher.get("invert_match"):
            raise NotExplainable("a header match on :path that is no prefix")
        return _condition(PATH, {"prefix": prefix})
    if name in ("host", "x-forwarded-proto"):
        raise NotExplainable(f"a header match on {name}, which Envoy changes")
    return _condition(Subject("header", name), matcher | {"name": name})


def check_together(found: Sequence[Condition]) -> None:
    """Raises NotExplainable if cookies are matched both one by one and as a header: neither is independent of the
    other."""
    subjects = {each.subject for each in found}
    if Subject("header", "cookie") in subjects and any(each.kind == "cookie" for each in subjects):
        raise NotExplainable("matches on cookies beside a match on the header cookie")
