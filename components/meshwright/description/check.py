"""The whole description, checked as one tree. Every problem at once, each with the path as the user wrote it."""

from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from meshwright.description.environment import Environment
from meshwright.description.fields import show
from meshwright.description.written import place_of
from meshwright.problems import CATALOGUE, Place, Problem


def check(environment: object) -> list[Problem]:
    """What is wrong with the form of a description: kinds, names, ranges. References are the plan's part."""
    try:
        _adapter().validate_python(environment)
    except ValidationError as error:
        return [_problem(environment, details) for details in error.errors(include_url=False)]
    return []


@cache
def _adapter() -> TypeAdapter[Environment]:
    config = ConfigDict(revalidate_instances="always", extra="forbid", strict=True, arbitrary_types_allowed=True)
    Environment.__pydantic_config__ = config  # type: ignore[attr-defined]
    return TypeAdapter(Environment)


def _problem(environment: object, details: ErrorDetails) -> Problem:
    path, place = _walk(environment, details["loc"])
    context = details.get("ctx") or {}
    if details["type"] in CATALOGUE:
        return Problem(details["type"], path, context["found"], context["expected"], context["fix"], place)
    value = details["input"]
    expected = _EXPECTED.get(details["type"], details["msg"].removeprefix("Input should be "))
    expected = expected.format(**context)
    found = f"{show(value)} ({type(value).__name__})"
    return Problem("MW010", path, found, expected, f"write {expected}", place)


_EXPECTED = {"dataclass_type": "{class_name}(...)", "dataclass_exact_type": "{class_name}(...)"}


def _walk(value: object, loc: Sequence[int | str]) -> tuple[tuple[int | str, ...], Place | None]:
    """Follows pydantic's location through the description; what leads nowhere is a tag of a union, and left out."""
    path: list[int | str] = []
    place = place_of(value)
    for part in loc:
        if isinstance(part, str) and part in getattr(type(value), "__dataclass_fields__", ()):
            value = getattr(value, part)
        elif isinstance(value, Mapping) and part in value:  # noqa: SIM114 (mypy reads them apart)
            value = value[part]
        elif isinstance(value, (list, tuple)) and isinstance(part, int):
            value = value[part]
        else:
            continue
        path.append(part)
        place = place_of(value) or place
    return tuple(path), place
