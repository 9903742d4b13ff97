"""The whole description, checked as one tree. Every problem at once, each with the path as the user wrote it."""

from collections.abc import Mapping, Sequence
from functools import cache

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from meshwright.description.environment import Environment
from meshwright.description.written import place_of
from meshwright.description.wrong import other_kind, text_for_a_list
from meshwright.problems import CATALOGUE, Problem, SourceLocation


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
    code, context = details["type"], details.get("ctx") or {}
    if code not in CATALOGUE:
        ours = _in_our_words(details, context)
        code, context = ours.type, ours.context or {}
    return Problem(code, path, context["found"], context["expected"], context["fix"], place)


def _in_our_words(details: ErrorDetails, context: Mapping[str, object]) -> PydanticCustomError:
    """What pydantic found by itself: an object of another class, or no list or mapping where one is needed."""
    expected = _EXPECTED.get(details["type"], details["msg"].removeprefix("Input should be ")).format(**context)
    return (
        text_for_a_list(details["input"])
        if details["type"] == "sequence_str"
        else other_kind(details["input"], expected)
    )


_EXPECTED = {
    "dataclass_type": "{class_name}(...)",
    "dataclass_exact_type": "{class_name}(...)",
    "is_instance_of": "a list",
    "list_type": "a list",
    "mapping_type": "a mapping",
    "dict_type": "a mapping",
}


def _walk(value: object, loc: Sequence[int | str]) -> tuple[tuple[int | str, ...], SourceLocation | None]:
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
