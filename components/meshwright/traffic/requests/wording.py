"""Puts conditions into words."""

import re
from collections.abc import Sequence

from meshwright.traffic.code_marks import code
from meshwright.traffic.requests.condition import PATH, Condition


def worded(conditions: Sequence[Condition], those: str = "requests") -> str:
    """The requests that fulfil all of these conditions. `those`: the noun where no path or method gives one."""
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
    return _matched(condition, label, name)


def _matched(condition: Condition, label: str, name: str) -> str:
    matcher, inverted = condition.matcher, condition.inverted
    if "range_match" in matcher:
        low, high = (int(matcher["range_match"].get(key, 0)) for key in ("start", "end"))
        return f"{label} {'not ' * inverted}from {low} to {high - 1}"
    if "string_match" not in matcher:
        return label if bool(matcher.get("present_match", True)) != inverted else f"no {label}"
    if condition.expression == ".*" and condition.literal is None:
        return f"no {label}" if inverted else label
    if inverted and condition.subject.kind == "cookie":
        label, inverted = (
            f"no {label}",
            False,
        )  # an inverted cookie condition also holds without the cookie, unlike a header's
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
    """Removes backslashes before characters without a special meaning."""
    return re.sub(r"\\([/\-_~:,;=@!#%&'\"<> ])", r"\1", condition.expression or "")


def _exact(condition: Condition) -> bool:
    return condition.literal is not None and condition.literal[0] == "exact" and not condition.inverted


def _value(condition: Condition) -> str:
    return condition.literal[1] if condition.literal else ""
