"""Finds the routes that may share requests, by the literal texts of their hosts and paths.

In a long list of routes, each is compared with only a few others.
"""

from bisect import bisect_left, insort
from collections.abc import Sequence

from meshwright.traffic.requests.condition import HOST, PATH, Condition


class Overlap:
    """The routes so far, by the beginning of their path and the end of their host."""

    def __init__(self) -> None:
        self._paths, self._hosts = _Beginnings(), _Beginnings()

    def add(self, index: int, route: Sequence[Condition]) -> None:
        """Adds a route."""
        self._paths.add(index, _path(route))
        self._hosts.add(index, _host(route))

    def beside(self, route: Sequence[Condition]) -> list[int]:
        """The routes so far that may share requests with this one, in their order."""
        return sorted(self._paths.beside(_path(route)) & self._hosts.beside(_host(route)))


class _Beginnings:
    """Numbers by text. Finds those whose text begins with another text, or is its beginning."""

    def __init__(self) -> None:
        self._at: dict[str, set[int]] = {}
        self._texts: list[str] = []

    def add(self, index: int, text: str) -> None:
        if text not in self._at:
            insort(self._texts, text)
        self._at.setdefault(text, set()).add(index)

    def beside(self, text: str) -> set[int]:
        found: set[int] = set()
        for end in range(len(text)):
            found |= self._at.get(text[:end], set())
        start = bisect_left(self._texts, text)
        while start < len(self._texts) and self._texts[start].startswith(text):
            found |= self._at[self._texts[start]]
            start += 1
        return found


def _path(route: Sequence[Condition]) -> str:
    """A text that every path of the route begins with."""
    texts = (_literal(each, "exact", "prefix") for each in route if each.subject == PATH)
    return max(texts, key=len, default="")


def _host(route: Sequence[Condition]) -> str:
    """A text that every host of the route ends with, reversed."""
    texts = (_literal(each, "exact", "suffix") for each in route if each.subject == HOST)
    return max(texts, key=len, default="")[::-1]


def _literal(condition: Condition, *kinds: str) -> str:
    found = condition.literal
    return found[1] if found and found[0] in kinds else ""
