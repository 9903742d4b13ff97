"""A tree of properties, and the ways through it."""

from collections.abc import Iterator
from typing import Any

Node = dict[str, Any]


def walk(properties: Node, before: str = "") -> Iterator[tuple[str, Node]]:
    """Every property with its dotted path; items of a list and values of a map go without a step of their own,
    unless they are plain: then they are `*`.
    """
    for name, node in properties.items():
        path = f"{before}{name}"
        yield path, node
        inner = node.get("items") or node.get("values") or node
        if inner.get("type") == "object":
            yield from walk(inner["properties"], f"{path}.")
        elif inner is not node:
            yield f"{path}.*", inner
