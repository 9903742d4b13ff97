"""Diff: what changed, and whether it can be changed in place."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from . import schema
from .replacing import replaced
from .values import Values, asset_hash, is_asset, is_unknown, parsed

Kind = Literal["add", "delete", "update"]


class Change(NamedTuple):
    """One changed property, by its path with list indices."""

    path: str
    kind: Kind
    replaces: bool


def changes(token: str, old: Values, new: Values) -> list[Change]:
    """Compares old inputs with new ones: sets without order, JSON by value, assets by content."""
    entry = schema.of(token)
    replacing = (*entry["replace"], *replaced(schema.short(token), old, new))
    found = []
    for path, kind in _differences(old, new, "", entry):
        bare = re.sub(r"\[\d+\]", "", path)
        replaces = any(bare == each or bare.startswith(f"{each}.") or each.startswith(f"{bare}.") for each in replacing)
        found.append(Change(path, kind, replaces))
    # The provider's state lacks these, so that it finds them added, whatever was there before.
    found += [Change(path, "add", True) for path in entry.get("dropped", ()) if new.get(path) == {}]
    return found


def named_by_program(token: str, new: Values) -> bool:
    """Whether the program chose the name: such a resource cannot exist beside its replacement."""
    auto = schema.of(token)["auto"]
    return bool(auto) and auto in new and auto not in new.get("__defaults", ())


def _differences(old: Any, new: Any, path: str, entry: schema.Node) -> Iterator[tuple[str, Kind]]:
    bare = re.sub(r"\[\d+\]", "", path)
    if is_unknown(new):
        yield path, "update" if old is not None else "add"
    elif _empty(old) or _empty(new):
        if not (_empty(old) and _empty(new)):
            yield path, "delete" if _empty(new) else "add"
    elif is_asset(old) or is_asset(new):
        if not (is_asset(old) and is_asset(new) and asset_hash(old) == asset_hash(new)):
            yield path, "update"
    elif bare in entry["json"]:
        if meaning(old) != meaning(new):
            yield path, "update"
    elif bare in entry["sets"] and isinstance(old, list) and isinstance(new, list):
        if Counter(map(_key, old)) != Counter(map(_key, new)):
            yield from _in_order(sorted(old, key=_key), sorted(new, key=_key), path, entry)
    elif isinstance(old, dict) and isinstance(new, dict):
        for name in dict.fromkeys((*old, *new)):
            if not name.startswith("__"):
                yield from _differences(old.get(name), new.get(name), _step(path, name), entry)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _in_order(old, new, path, entry)
    elif old != new:
        yield path, "update"


def _in_order(old: list[Any], new: list[Any], path: str, entry: schema.Node) -> Iterator[tuple[str, Kind]]:
    for index in range(max(len(old), len(new))):
        before, after = (each[index] if index < len(each) else None for each in (old, new))
        yield from _differences(before, after, f"{path}[{index}]", entry)


def _empty(value: Any) -> bool:
    return value is None or value == [] or value == {}


def _step(path: str, name: str) -> str:
    plain = re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", name)
    step = name if plain else f'["{name}"]'
    return f"{path}.{step}" if path and plain else f"{path}{step}"


def _key(value: Any) -> str:
    """Equal for equal values: the engine hands the fields of an object over in any order, however deep they stand."""
    return json.dumps(value, sort_keys=True, default=repr)


_CONTAINER_DEFAULTS = {
    "essential": True,
    "cpu": 0,
    "portMappings": [],
    "environment": [],
    "mountPoints": [],
    "volumesFrom": [],
    "systemControls": [],
}


def meaning(text: Any) -> Any:
    """What a JSON text says to AWS: one value is as good as a list of it in a policy, their order is nothing, and
    container definitions have defaults and an environment without an order.
    """
    return _meaning(parsed(text))


def _meaning(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        if "image" in value:
            value = {
                key: each for key, each in value.items() if each is not None and _CONTAINER_DEFAULTS.get(key) != each
            }
        return {key: _meaning(each, key) for key, each in value.items()}
    if isinstance(value, list):
        inner = [_meaning(each) for each in value]
        if name in ("environment", "secrets"):
            return sorted(inner, key=_key)
        if name in ("Action", "NotAction", "Resource", "NotResource", "AWS", "Service") or (
            name[:1].islower() and ":" in name
        ):
            return inner[0] if len(inner) == 1 else sorted(inner, key=_key)
        return inner
    return value
