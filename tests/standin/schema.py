"""What `schema.json` says of a resource type."""

import json
from functools import cache
from pathlib import Path
from typing import Any

Node = dict[str, Any]


@cache
def _all() -> Node:
    found: Node = json.loads(Path(__file__).with_name("schema.json").read_text())
    return found


def short(token: str) -> str:
    """`ecs.Service` for `aws:ecs/service:Service`."""
    _, middle, kind = token.split(":")
    return f"{middle.partition('/')[0]}.{kind}"


def known(token: str) -> bool:
    return token in _all()["resources"]


def tokens() -> list[str]:
    return sorted(_all()["resources"])


def of(token: str) -> Node:
    """The entry of a type that is known: inputs, required, outputs, replace, sets, json, auto."""
    entry: Node = _all()["resources"][token]
    return entry


def containers() -> Node:
    """The shape of one container definition in a task definition's JSON."""
    node: Node = _all()["containers"]
    return node


def fargate_sizes() -> dict[str, list[int]]:
    """For CPU units, the MiB of memory that Fargate sells with them."""
    sizes: dict[str, list[int]] = _all()["fargate"]
    return sizes
