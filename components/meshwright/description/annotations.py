"""Annotations of description fields: how pydantic checks them. Each check returns the value as it is."""

from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from meshwright.description.wrong import other_kind, show, text_for_a_list, wrong

Check = Callable[[Any], Any]


class Plain:
    """Annotation: the value must pass this check and nothing else."""

    def __init__(self, check: Check) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.check)


class PlainAfter:
    """Annotation: the value must pass this check, which also sees the fields declared before this one."""

    def __init__(self, check: Callable[[Any, Mapping[str, object]], object]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_plain_validator_function(lambda value, info: self.check(value, info.data or {}))


class Also:
    """Annotation: a value that passed the checks before this one in the annotation must pass this one, too. It also sees
    the fields declared before this one."""

    def __init__(self, check: Callable[[Any, Mapping[str, object]], object]) -> None:
        self.check = check

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.with_info_after_validator_function(
            lambda value, info: self.check(value, info.data or {}), handler(source)
        )


class OneOf:
    """Annotation: an object of one of these classes, checked in itself, or a value that passes `otherwise`.

    `listed`: or a list of such objects. `fix`: what to write instead of any other value."""

    def __init__(
        self,
        *classes: type,
        otherwise: Check | None = None,
        expected: str = "",
        listed: bool = False,
        fix: Callable[[object], str] | None = None,
    ) -> None:
        self.fix = fix
        self.classes = {cls.__name__: cls for cls in classes}
        self.otherwise = otherwise
        self.listed = listed
        self.expected = expected or " or ".join(f"{name}(...)" for name in self.classes) + " or a list of them" * listed

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        choices: dict[str, CoreSchema] = {name: handler.generate_schema(cls) for name, cls in self.classes.items()}
        choices["*"] = core_schema.no_info_plain_validator_function(self._other)

        if self.listed:
            items = core_schema.tagged_union_schema(dict(choices), self._tag)
            choices["[]"] = core_schema.list_schema(items, strict=False)
        return core_schema.tagged_union_schema(choices, self._tag_or_list if self.listed else self._tag)

    def _tag_or_list(self, value: object) -> str:
        return "[]" if isinstance(value, (list, tuple)) else self._tag(value)

    def _tag(self, value: object) -> str:
        name = type(value).__name__
        return name if isinstance(value, self.classes.get(name, ())) else "*"

    def _other(self, value: object) -> object:
        if self.otherwise is None:
            raise other_kind(value, self.expected, self.fix(value) if self.fix else None)
        try:
            return self.otherwise(value)
        except PydanticCustomError as error:  # it knows its own words only, not the classes
            if error.type == "MW010":
                raise other_kind(value, self.expected) from None
            if error.type == "MW015":
                context = error.context or {}
                raise wrong("MW015", found=show(value), expected=self.expected, fix=context["fix"]) from None
            raise


class ListOf:
    """Annotation: a list of values that pass this check. A single text is refused: Python would take its letters."""

    def __init__(self, check: Check, *, filled: bool = False) -> None:
        self.check = check
        self.whole = a_filled_list if filled else a_list

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        items = core_schema.list_schema(core_schema.no_info_plain_validator_function(self.check), strict=False)
        return core_schema.chain_schema([core_schema.no_info_plain_validator_function(self.whole), items])


class DictOf:
    """Annotation: a mapping whose keys and values pass these checks."""

    def __init__(self, keys: Check, values: Check, what: str) -> None:
        self.keys, self.values, self.what = keys, values, what

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        plain = core_schema.no_info_plain_validator_function
        return core_schema.chain_schema(
            [
                plain(self._mapping),
                core_schema.dict_schema(plain(self.keys), plain(self.values), strict=False),
            ]
        )

    def _mapping(self, value: object) -> object:
        if not isinstance(value, Mapping):
            raise other_kind(value, self.what)
        return value


def a_list(value: object) -> object:
    """A list or tuple, never a single text."""
    if isinstance(value, str):
        raise text_for_a_list(value)
    if not isinstance(value, (list, tuple)):
        raise other_kind(value, "a list")
    return value


def a_filled_list(value: object) -> object:
    """A list or tuple with at least one item."""
    if not a_list(value):
        raise wrong("MW010", found=show(value), expected="at least one item", fix="write at least one item")
    return value


def empty_mapping() -> Any:
    """The default of a mapping: an empty one that nobody can fill."""
    return field(default_factory=lambda: MappingProxyType({}))
