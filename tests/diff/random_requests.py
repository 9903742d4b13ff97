"""Random requests at one place of two sides, with the values that the routes of either side ask for, and near misses."""

import random
from collections.abc import Sequence
from typing import Any

import re2

from meshwright.envoy.snapshot import Resource
from meshwright.traffic import Request

VALUES = ["a", "ab", "b", "5", "12", "-3", "a b", "", "x", "axb", "AB", "ba", "011", "+5", "a.b", "v.1", "13", "0"]
PATHS = [
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/ab",
    "/a/b/1",
    "/c",
    "/c/12",
    "/v2/c",
    "/x.y",
    "/A",
    "/a//b",
    "//",
    "/v2/",
    "/a/b/xy",
]
ENDS = ["", "", "", "x", "/", "/1", "//", "/b", "12"]


class RandomRequests:
    """Requests for some virtual hosts' routes. The same seed asks the same."""

    def __init__(self, seed: int, routes: Sequence[Resource], authority: str, proxied: bool) -> None:
        self.random = random.Random(seed)
        self.routes, self.authority, self.proxied = routes, authority, proxied

    def one(self, pool: Any) -> Any:
        return self.random.choice(pool)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def request(self) -> Request:
        """What one or several of the routes ask for, each piece left out or changed now and then."""
        several = self.random.choices(self.routes, k=self.one([1, 1, 2, 3])) if self.routes else []
        matches = [each["match"] for each in several]
        path = self._path(matches)
        headers: list[tuple[str, str]] = []
        pseudo = {":method": "GET", ":scheme": "http", ":authority": ""}
        cookies: dict[str, str] = {}
        parameters: dict[str, str] = {}
        for match in matches:
            for each in match.get("headers", []):
                if each["name"] in pseudo:
                    pseudo[each["name"]] = self._pseudo(each)
                elif not each["name"].startswith(":") and not self._left_out(each):
                    headers.append((each["name"], self._value(each)))
            for kind, into in (("cookies", cookies), ("query_parameters", parameters)):
                for each in match.get(kind, []):
                    if not self._left_out(each):
                        into[each["name"]] = self._value(each)
        if self.chance(0.15):
            headers.append((self.one(["x-a", "x-b", "user-agent"]), self.one(VALUES)))
        if self.chance(0.1):
            cookies[self.one(["c", "d"])] = self.one(VALUES)
        if self.chance(0.1):
            pseudo[":method"] = self.one(["POST", "HEAD", "PUT"])
        if headers and self.chance(0.2):
            headers.append((headers[0][0], self.one(VALUES)))
        elif self.chance(0.7):
            headers = list(dict(headers).items())  # each once; else as often as it comes
        if cookies:
            headers.append(("cookie", "; ".join(f"{name}={value}" for name, value in cookies.items())))
        query = "&".join(f"{name}={value.replace(' ', '+')}" for name, value in parameters.items())
        url = path + (f"?{query}" if query else "")
        authority = self.authority + pseudo[":authority"]
        if pseudo[":scheme"] == "https" and self.proxied:
            return Request(pseudo[":method"], f"https://{authority}{url}", tuple(headers))
        return Request(pseudo[":method"], url, (("host", authority), *headers))

    def _left_out(self, matcher: Resource) -> bool:
        absent = matcher.get("present_match") is False or matcher.get("invert_match")
        return self.chance(0.4 if absent else 0.12)

    def _path(self, matches: Sequence[Resource]) -> str:
        if not matches or self.chance(0.2):
            return str(self.one(PATHS))
        match = self.one(matches)
        if "safe_regex" in match:
            return self._matching(match["safe_regex"]["regex"], PATHS)
        path = match.get("path") or match.get("prefix") or "/"
        return str(path) + (self.one(ENDS) if "prefix" in match or self.chance(0.15) else "")

    def _matching(self, expression: str, pool: Sequence[str]) -> str:
        fitting = [each for each in pool if re2.fullmatch(expression, each)]
        return str(self.one(fitting if fitting and self.chance(0.8) else pool))

    def _value(self, matcher: Resource) -> str:
        if self.chance(0.15) or "present_match" in matcher:
            return str(self.one(VALUES))
        if "range_match" in matcher:
            low, high = (int(matcher["range_match"].get(key, 0)) for key in ("start", "end"))
            return str(self.one([low - 1, low, high - 1, high, f"0{abs(high - 1)}"]))
        kind, value = next(iter(matcher["string_match"].items()))
        if kind == "safe_regex":
            return self._matching(value["regex"], VALUES)
        made = {"prefix": [value, value + "x", value + "b"], "suffix": [value, "x" + value, "a" + value]}
        return str(self.one(made.get(kind, [value]))).strip()

    def _pseudo(self, matcher: Resource) -> str:
        kind, value = next(iter(matcher["string_match"].items()))
        if matcher["name"] == ":authority":
            return str(self.one(["", ":80", ":8080", ":9090", ":1"]))
        return str(value) if kind == "exact" else ""
