"""Check: whether AWS would accept these inputs. Every failure names its property."""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Any

from . import schema
from .schema import Node
from .values import Values, is_asset, is_unknown

Failure = tuple[str, str]
Rule = Callable[[Values], Iterator[Failure]]
RULES: dict[str, list[Rule]] = {}

_PYTHON = {"string": str, "boolean": bool, "array": list, "object": dict, "map": dict}


def rule(*kinds: str) -> Callable[[Rule], Rule]:
    """Registers a check that no schema has: of the properties of one resource together."""

    def register(function: Rule) -> Rule:
        for kind in kinds:
            RULES.setdefault(kind, []).append(function)
        return function

    return register


def check(token: str, inputs: Values) -> list[Failure]:
    """All failures of a resource's inputs. Unknown values are assumed to be valid."""
    entry = schema.of(token)
    given = {key: value for key, value in inputs.items() if not key.startswith("__")}
    found = list(validate(given, {"type": "object", "properties": entry["inputs"], "required": entry["required"]}))
    for group in entry.get("requiredXor", []):
        found += _count(given, group, exactly=True)
    for group in entry.get("requiredOr", []):
        found += _count(given, group, exactly=False)
    if not found:
        for each in RULES.get(schema.short(token), ()):
            found += each(given)
    return found


def _count(given: Values, group: list[str], *, exactly: bool) -> Iterator[Failure]:
    present = [name for name in group if given.get(name) not in (None, [], "")]
    if not present:
        yield group[0], f"one of {', '.join(group)} is required"
    elif exactly and len(present) > 1:
        yield present[1], f"only one of {', '.join(group)} may be given, found {' and '.join(present)}"


def validate(value: Any, node: Node, path: str = "") -> Iterator[Failure]:
    """The failures of one value, checked against one node of the schema."""
    if value is None or is_unknown(value) or node["type"] == "any":
        return
    if node["type"] == "asset":
        if not is_asset(value):
            yield path, f"expected an asset, found {value!r}"
        return
    if not _is(value, node["type"]):
        yield path, f"expected a value of type {node['type']}, found {value!r}"
        return
    yield from ((path, problem) for problem in _limits(value, node))
    if node["type"] == "object":
        for name in node.get("required", ()):
            if value.get(name) is None:
                yield _join(path, name), f"missing required property {name!r}"
        for name, each in value.items():
            if name.startswith("__"):
                continue
            if name not in node["properties"]:
                yield _join(path, name), f"unknown property {name!r}; known are {', '.join(sorted(node['properties']))}"
            else:
                yield from validate(each, node["properties"][name], _join(path, name))
    elif node["type"] == "array":
        for index, each in enumerate(value):
            yield from validate(each, node["items"], f"{path}[{index}]")
    elif node["type"] == "map":
        for name, each in value.items():
            yield from validate(each, node["values"], f"{path}[{name!r}]")


def _is(value: Any, kind: str) -> bool:
    if kind in ("integer", "number"):
        return (
            isinstance(value, (int, float))
            and not isinstance(value, bool)
            and (kind == "number" or value == int(value))
        )
    return isinstance(value, _PYTHON[kind])


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _limits(value: Any, node: Node) -> Iterator[str]:
    if "enum" in node and value not in node["enum"]:
        yield f"expected one of {', '.join(map(str, node['enum']))}, found {value!r}"
    if "pattern" in node and not re.search(node["pattern"], value):
        yield f"{value!r} does not match {node['pattern']}"
    if "format" in node and not _is_network(value, int(node["format"][3])):
        yield f"{value!r} is no {node['format'].replace('-', ' ')}"
    for least, most, size, unit in (
        ("minLength", "maxLength", len, "characters"),
        ("minItems", "maxItems", len, "items"),
        ("minimum", "maximum", lambda number: number, ""),
    ):
        if least in node and size(value) < node[least]:
            yield f"expected at least {node[least]} {unit}".rstrip() + f", found {_brief(size(value), value)}"
        if most in node and size(value) > node[most]:
            yield f"expected at most {node[most]} {unit}".rstrip() + f", found {_brief(size(value), value)}"


def _brief(size: Any, value: Any) -> str:
    text = repr(value)
    return str(size) if len(text) > 100 or size == value else f"{size}: {text}"


def _is_network(value: str, version: int) -> bool:
    try:
        return ipaddress.ip_network(value).version == version
    except ValueError:
        return False
