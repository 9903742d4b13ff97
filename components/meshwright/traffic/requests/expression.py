"""Reads RE2's syntax into a tree, for `automaton`.

Not supported: word boundaries, Unicode classes, edges of lines, and characters that are not printable ASCII. They
raise NotExplainable.
"""

import re
from dataclasses import dataclass
from typing import Literal

from meshwright.traffic.not_explainable import NotExplainable

PRINTABLE = frozenset(map(chr, range(0x20, 0x7F)))
"""The characters that are distinguished: printable ASCII."""


@dataclass(frozen=True)
class Chars:
    """One character of these."""

    of: frozenset[str]


@dataclass(frozen=True)
class Edge:
    """The beginning or the end of the whole text."""

    at: Literal["begin", "end"]


@dataclass(frozen=True)
class Sequence:
    """The parts in a row. No parts: the empty text."""

    parts: "tuple[Tree, ...]"


@dataclass(frozen=True)
class Either:
    """One of the parts."""

    parts: "tuple[Tree, ...]"


@dataclass(frozen=True)
class Repeat:
    """The part, from `low` to `high` times. `high` None: no limit."""

    part: "Tree"
    low: int
    high: int | None


Tree = Chars | Edge | Sequence | Either | Repeat

_DIGITS, _SPACES = frozenset("0123456789"), frozenset(" ")
_LOWER = frozenset("abcdefghijklmnopqrstuvwxyz")
_UPPER = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_WORD = _LOWER | _UPPER | _DIGITS | {"_"}
_PERL = {"d": _DIGITS, "w": _WORD, "s": _SPACES}
_POSIX = {
    "alnum": _WORD - {"_"},
    "alpha": _LOWER | _UPPER,
    "ascii": PRINTABLE,
    "blank": _SPACES,
    "cntrl": frozenset(""),
    "digit": _DIGITS,
    "graph": PRINTABLE - _SPACES,
    "lower": _LOWER,
    "print": PRINTABLE,
    "punct": PRINTABLE - (_WORD - {"_"}) - _SPACES,
    "space": _SPACES,
    "upper": _UPPER,
    "word": _WORD,
    "xdigit": frozenset("0123456789abcdefABCDEF"),
}
_CONTROL = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HEX = re.compile(r"\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2})")
_REPEAT = re.compile(
    r"(?:([*+?])|\{(\d+)(,?)(\d*)\})\??"
)  # greedy or not makes no difference when the whole text must match
_GROUP = re.compile(r"\?(?:P?<\w+>|([imsU]*)(?:-([imsU]+))?([:)]))")
_QUOTED = re.compile(r"(?s)\\Q(.*?)(?:\\E|\Z)|\\.")
_NAMED_SET = re.compile(r"\[:(\^?)(\w+):\]")


def read(expression: str) -> Tree:
    """The tree of an expression that RE2 accepts."""
    return _Reader(_QUOTED.sub(_unquoted, expression)).read()


def _unquoted(found: re.Match[str]) -> str:
    """Escapes the characters between \\Q and \\E; leaves other escapes as they are."""
    return found[0] if found[1] is None else "".join(f"\\x{{{ord(char):x}}}" for char in found[1])


def _repeated(part: Tree, sign: str | None, low: str, comma: str, high: str) -> Repeat:
    if sign:
        return Repeat(part, int(sign == "+"), 1 if sign == "?" else None)
    return Repeat(part, int(low), int(high) if high else None if comma else int(low))


class _Reader:
    """A recursive-descent parser. `at` is its position."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.caseless = text, 0, False

    def read(self) -> Tree:
        found = self._either()
        if self.at < len(self.text):
            raise self._unknown(self.text[self.at :])
        return found

    def _unknown(self, what: str) -> NotExplainable:
        return NotExplainable(f"{what} in the regular expression {self.text!r}")

    def _take(self, text: str) -> bool:
        found = self.text.startswith(text, self.at)
        self.at += len(text) if found else 0
        return found

    def _next(self) -> str:
        if self.at >= len(self.text):
            raise self._unknown("an unexpected end")
        self.at += 1
        return self.text[self.at - 1]

    def _either(self) -> Tree:
        parts = [self._sequence()]
        while self._take("|"):
            parts.append(self._sequence())
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _sequence(self) -> Tree:
        parts: list[Tree] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            if parts and (found := _REPEAT.match(self.text, self.at)):
                self.at = found.end()
                parts[-1] = _repeated(parts[-1], *found.groups())
            elif (part := self._atom()) is not None:
                parts.append(part)
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _atom(self) -> Tree | None:
        """One part; None for flags, which apply until their group ends."""
        char = self._next()
        if char == "(":
            return self._group()
        if char == "[":
            return self._chars(self._set())
        if char in "^$":
            return Edge("begin" if char == "^" else "end")
        if char == ".":
            return Chars(PRINTABLE)
        if char == "\\":
            return self._backslash()
        return self._one_of(char)

    def _group(self) -> Tree | None:
        before = self.caseless
        if self.text.startswith("?", self.at):
            found = _GROUP.match(self.text, self.at)
            if found is None or "m" in (found[1] or ""):
                raise self._unknown("a flag or group")
            self.at = found.end()
            self.caseless = (before or "i" in (found[1] or "")) and "i" not in (found[2] or "")
            if found[3] == ")":
                return None
        inner = self._either()
        if not self._take(")"):
            raise self._unknown("a missing bracket")
        self.caseless = before
        return inner

    def _backslash(self) -> Tree:
        if self._take("A"):
            return Edge("begin")
        return Edge("end") if self._take("z") else self._chars(self._printable(self._escaped()))

    def _one_of(self, char: str) -> Chars:
        return self._chars(self._printable(frozenset(char)))

    def _printable(self, chars: frozenset[str]) -> frozenset[str]:
        """Raises NotExplainable if none of the characters is printable: an empty set would mean that nothing matches."""
        if not chars & PRINTABLE:
            raise self._unknown("a character that is not printable ASCII")
        return chars

    def _escaped(self) -> frozenset[str]:
        char = self._next()
        if char.lower() in _PERL:
            return _PERL[char] if char.islower() else PRINTABLE - _PERL[char.lower()]
        if char == "x" and (found := _HEX.match(self.text, self.at)):
            self.at = found.end()
            return frozenset(chr(int(found[1] or found[2], 16)))
        if char.isalnum() and char not in _CONTROL:
            raise self._unknown(f"\\{char}")
        return frozenset(_CONTROL.get(char, char))

    def _set(self) -> frozenset[str]:
        inverted, found = self._take("^"), frozenset[str]()
        first = True
        while first or not self._take("]"):  # a bracket in the first place is one of the characters
            first = False
            if named := _NAMED_SET.match(self.text, self.at):
                self.at = named.end()
                chars = _POSIX[named[2]]
                found |= PRINTABLE - self._chars(chars).of if named[1] else chars
            else:
                found |= self._range()
        found = self._chars(found).of
        return PRINTABLE - found if inverted else found

    def _range(self) -> frozenset[str]:
        low = self._one()
        if len(low) == 1 and self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at):
            self.at += 1
            (first,), (last,) = low, self._one()
            return frozenset(map(chr, range(ord(first), ord(last) + 1)))
        return low

    def _one(self) -> frozenset[str]:
        char = self._next()
        return self._escaped() if char == "\\" else frozenset(char)

    def _chars(self, chars: frozenset[str]) -> Chars:
        return Chars(chars | {each.swapcase() for each in chars & (_LOWER | _UPPER)} if self.caseless else chars)
