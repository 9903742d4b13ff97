"""Conditions on requests in the words of the people who review them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from meshwright.traffic.diff.condition import PATH, Condition

BEGIN, END = "\x0e", "\x0f"
"""Around a text that stands as it is written: code in Markdown. Control characters, which no value has."""


def code(text: str) -> str:
    """Marks a text as one that stands as it is written."""
    return f"{BEGIN}{text}{END}"


def plain(text: str) -> str:
    """Without the marks."""
    return text.replace(BEGIN, "").replace(END, "")


@dataclass(frozen=True)
class Requests:
    """A class of requests: those that fulfil all `conditions`, but not those that fulfil all conditions of an exception.

    `rest`: its exceptions are all told of in other changes of the same place.
    """

    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[tuple[Condition, ...], ...] = ()
    rest: bool = False

    def __str__(self) -> str:
        """As in "GET /cart with cookie beta=yes, except with header x-debug"."""
        if not self.conditions:
            if not self.exceptions:
                return "all requests"
            return "everything else" if self.rest else f"all requests except {_listed(self.exceptions)}"
        exceptions = f", except {_listed(self.exceptions)}" if self.exceptions else ""
        return _together(self.conditions) + exceptions


def _listed(exceptions: Sequence[Sequence[Condition]]) -> str:
    return ", and except ".join(_together(each, "those") for each in exceptions)


def _together(conditions: Sequence[Condition], those: str = "requests") -> str:
    method = [each for each in conditions if each.subject.name == ":method" and _exact(each)]
    path = [each for each in conditions if each.subject == PATH]
    others = [each for each in conditions if each not in (*method[:1], *path[:1])]
    head = " ".join([*(_value(each) for each in method[:1]), *(_path(each) for each in path[:1])])
    if method and not path:
        head += " requests"
    words = " and ".join(map(_one, others))
    if not words:
        return head
    return f"{head or those} with {words}"


def _path(condition: Condition) -> str:
    literal = condition.literal
    if literal is None:
        return f"paths matching {code(_expression(condition))}"
    kind, text = literal
    if kind == "exact":
        return code(text)
    return code(f"{text}*") if kind == "prefix" else f"{code(text)} and below"


def _one(condition: Condition) -> str:
    kind, name = condition.subject
    if condition.subject == PATH:
        return f"a path also like {_path(condition)}"
    if name == ":authority":
        return f"port {_value(condition).replace(':', '')}" if condition.literal else "the default port"
    what = name.removeprefix(":") if name.startswith(":") else f"{'query parameter' if kind == 'query' else kind}"
    label = what if name.startswith(":") else f"{what} {code(name)}"
    return _said(condition, label, name)


def _said(condition: Condition, label: str, name: str) -> str:
    matcher, inverted = condition.matcher, condition.inverted
    if "range_match" in matcher:
        low, high = (int(matcher["range_match"].get(key, 0)) for key in ("start", "end"))
        return f"{label} {'not ' * inverted}from {low} to {high - 1}"
    if "string_match" not in matcher:
        return label if bool(matcher.get("present_match", True)) != inverted else f"no {label}"
    if condition.expression == ".*" and condition.literal is None:
        return f"no {label}" if inverted else label
    if inverted and condition.subject.kind == "cookie":
        label, inverted = f"no {label}", False  # unlike a header's, it holds where there is none
    literal = condition.literal
    if literal and literal[0] == "exact":
        if inverted:
            return f"{label} other than {code(literal[1])}"
        if name.startswith(":"):
            return f"{label} {literal[1]}"
        return f"{label.removesuffix(code(name))}{code(f'{name}={literal[1]}')}"
    verbs = {"prefix": "starting with", "suffix": "ending with", "contains": "containing"}
    verb, text = (verbs[literal[0]], literal[1]) if literal else ("matching", _expression(condition))
    return f"{label} {'not ' * inverted}{verb} {code(text)}"


def _expression(condition: Condition) -> str:
    """Without the backslashes before signs that mean nothing else."""
    return re.sub(r"\\([/\-_~:,;=@!#%&'\"<> ])", r"\1", condition.expression or "")


def _exact(condition: Condition) -> bool:
    return condition.literal is not None and condition.literal[0] == "exact" and not condition.inverted


def _value(condition: Condition) -> str:
    return condition.literal[1] if condition.literal else ""
