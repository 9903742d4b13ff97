"""A description without the values whose form is wrong, so that its references can be checked in the same round."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass, replace
from typing import Any

from meshwright.problems import Problem

_DECLARING = (
    "mesh",
    "services",
    "versions",
    "virtual_services",
    "virtual_routers",
    "virtual_nodes",
    "gateways",
    "virtual_gateways",
    "platform",
)
"""The fields that name what others refer to."""

Path = tuple[str | int, ...]


def pruned(environment: object, problems: Iterable[Problem]) -> Any | None:
    """The description with the default in place of each wrong value; a value without a default stays.

    None where a whole list of names is wrong: every reference to one of them would be reported.
    """
    found = environment
    for path in {_with_default(environment, problem.path) for problem in problems}:
        if path and path[-1] in _DECLARING:
            return None
        if path:
            found = _put(found, path)
    return found


def _with_default(value: object, path: Path) -> Path:
    """The longest part of a path that ends in a field with a default."""
    longest: Path = ()
    for index, key in enumerate(path):
        field = _field(value, key)
        if field and (field.default is not MISSING or field.default_factory is not MISSING):
            longest = path[: index + 1]
        value = _part(value, key)
    return longest


def _put(value: Any, path: Path) -> Any:
    key, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, key: _put(value[key], rest)}
    if isinstance(value, (list, tuple)):
        return [_put(each, rest) if index == key else each for index, each in enumerate(value)]
    field = _field(value, key)
    assert field
    default = field.default if field.default_factory is MISSING else field.default_factory()
    changed = replace(value, **{field.name: _put(getattr(value, field.name), rest) if rest else default})
    object.__setattr__(changed, "_written_at", getattr(value, "_written_at", (None, 0)))
    return changed


def _field(value: object, key: str | int) -> Field[Any] | None:
    if not is_dataclass(value):
        return None
    return next((each for each in fields(value) if each.name == key), None)


def _part(value: object, key: str | int) -> object:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, (list, tuple)) and isinstance(key, int):
        return value[key]
    return getattr(value, str(key), None) if is_dataclass(value) else None
