"""What a single value of a description may be. pydantic calls these while it checks the whole tree.

Each check returns the value as it is: a description is checked, never changed. The plan reads it by the same parsers.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Any

import re2
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from meshwright import names, units
from meshwright.problems import Code, did_you_mean
from meshwright.units import Protocol

Check = Callable[[Any], Any]
_HOST = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?")
_SIZE = re.compile(r"[0-9]+(\.[0-9]+)?(MiB|GiB)", re.ASCII)


def wrong(code: Code, *, found: str, expected: str, fix: str) -> PydanticCustomError:
    """A finding, in the form in which pydantic collects it."""
    # The type carries the code; the context carries the rest to description.check.
    return PydanticCustomError(code, "{found}", {"found": found, "expected": expected, "fix": fix})


def show(value: object) -> str:
    """A value as a person would recognise it, short."""
    if is_output(value):
        return "a Pulumi Output"
    text = f'"{value}"' if isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else text[:77] + "..."


def is_output(value: object) -> bool:
    """Whether a value is a `pulumi.Output`, told without importing Pulumi."""
    return any(cls.__module__.partition(".")[0] == "pulumi" for cls in type(value).__mro__)


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


class OneOf:
    """Annotation: an object of one of these classes, checked in itself, or a value that passes `otherwise`.

    `listed`: or a list of such objects."""

    def __init__(
        self, *classes: type, otherwise: Check | None = None, expected: str = "", listed: bool = False
    ) -> None:
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
            raise other_kind(value, self.expected)
        try:
            return self.otherwise(value)
        except PydanticCustomError as error:  # it knows its own words only, not the classes
            if error.type == "MW010":
                raise other_kind(value, self.expected) from None
            if error.type == "MW015":
                context = error.context or {}
                raise wrong("MW015", found=show(value), expected=self.expected, fix=context["fix"]) from None
            raise


def other_kind(value: object, expected: str) -> PydanticCustomError:
    """The finding for a value of the wrong type."""
    if is_output(value):
        return wrong(
            "MW016",
            found="a Pulumi Output",
            expected=expected,
            fix='write Given("a-name") here and pass the Output to the component under that name',
        )
    if value is None:
        return wrong("MW010", found="None", expected=expected, fix=f"write {expected}")
    return wrong("MW010", found=f"{show(value)} ({type(value).__name__})", expected=expected, fix=f"write {expected}")


def text(value: object) -> object:
    """Any text. Refuses an Output, and the text that Python makes of one in an f-string."""
    if not isinstance(value, str):
        raise other_kind(value, "a text")
    if "Calling __str__ on an Output" in value:
        raise wrong(
            "MW016",
            found="a Pulumi Output inside a text",
            expected="a text that is known before Pulumi runs",
            fix='write Given("a-name") for the whole value and pass the Output to the component under that name',
        )
    return value


def path(value: object) -> object:
    """A path, which begins with "/"."""
    if not str(text(value)).startswith("/"):
        raise wrong("MW010", found=show(value), expected='a path, which begins with "/"', fix=f'write "/{value}"')
    return value


def host(value: object) -> object:
    """A host name or an IPv4 address, without scheme and port."""
    if not _HOST.fullmatch(str(text(value))):
        expected = "a host name or an IPv4 address, without scheme and port"
        raise wrong("MW011", found=show(value), expected=expected, fix="name the host only")
    return value


def size(value: object) -> object:
    """A size of memory, as in "512MiB" or "1GiB"."""
    if not _SIZE.fullmatch(str(text(value))):
        raise wrong("MW010", found=show(value), expected='a size, as in "512MiB" or "1GiB"', fix='write it like "1GiB"')
    return value


def name(value: object) -> object:
    """The name of a version, route, gateway or mesh: 1 to 63 of a-z, 0-9 and "-", a letter first."""
    return _named(value, names.NAME, 'a-z, 0-9 and "-", a letter first, at most 63 characters')


def service_name(value: object) -> object:
    """The name of a service: like any other name, or a full host name of at most 253 characters."""
    return _named(value, names.HOST_NAME, 'a name of a-z, 0-9 and "-", or a host name')


def _named(value: object, pattern: re.Pattern[str], expected: str) -> object:
    given = text(value)
    if not pattern.fullmatch(str(given)):
        others = r"[^a-z0-9]+" if pattern is names.NAME else r"[^a-z0-9.]+"
        better = re.sub(others, "-", str(given).lower()).strip("-.")[:63].strip("-.")
        fix = f'"{better}" would do' if pattern.fullmatch(better) else "choose another name"
        raise wrong("MW011", found=show(given), expected=expected, fix=fix)
    return given


def duration(value: object) -> object:
    """A duration: "250ms", "5s", "2m", or a timedelta, in whole milliseconds, more than 0 and at most ten years.

    Not 0, for to Envoy that means without end here and something else there.
    """
    try:
        given = units.duration(value)  # type: ignore[arg-type]
        if not timedelta(0) < given <= timedelta(days=3650) or given % timedelta(milliseconds=1):
            raise ValueError("a duration in whole milliseconds, more than 0 and at most 3650d")
    except OverflowError:
        raise wrong("MW012", found=show(value), expected="at most 3650d", fix="write a shorter one") from None
    except ValueError as error:
        if is_output(value):
            raise other_kind(value, "a duration") from None
        raise wrong("MW012", found=show(value), expected=str(error), fix=_duration_fix(value)) from None
    return value


def _duration_fix(value: object) -> str:
    plain = isinstance(value, (int, float)) and not isinstance(value, bool)
    return f'write "{value}s" for seconds or "{value}ms" for milliseconds' if plain else 'write it like "5s"'


def duration_or_off(value: object) -> object:
    """A duration, or "off"."""
    return value if value == "off" else duration(value)


def number(low: int, high: int, what: str) -> Check:
    """A whole number between two bounds, both included."""

    def check(value: object) -> object:
        expected = f"{what}, a whole number from {low} to {high}"
        if isinstance(value, str) and value.isdecimal():
            raise wrong("MW010", found=f"{show(value)} (str)", expected=expected, fix=f"write {value}, without quotes")
        if isinstance(value, bool) or not isinstance(value, int):
            raise other_kind(value, expected)
        if not low <= value <= high:
            code = "MW013" if what == "a port" else "MW014"
            nearest = low if value < low else high
            raise wrong(
                code,
                found=str(value),
                expected=f"{what}, from {low} to {high}",
                fix=f"the nearest is {nearest}",
            )
        return value

    return check


port = number(1, 65535, "a port")
weight = number(0, 100, "a weight")


def choice(*choices: str) -> Check:
    """One of a few words."""

    def check(value: object) -> object:
        expected = ", ".join(f'"{word}"' for word in choices)
        if not isinstance(value, str):
            raise other_kind(value, expected)
        if value not in choices:
            fix, _, _ = did_you_mean(value, choices, "choose one of them").partition(";")
            raise wrong("MW015", found=show(value), expected=f"one of {expected}", fix=fix)
        return value

    return check


protocol = choice("http", "http2", "grpc", "tcp")
off = choice("off")


def regular_expression(value: object) -> object:
    """A regular expression that RE2, the engine of Envoy, accepts."""
    pattern = str(text(value))
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error)
        raise wrong(
            "MW018",
            found=f"{show(pattern)}: {reason}",
            expected="a regular expression of RE2, which must match the whole value",
            fix="RE2 has no look-around and no back-references; see its syntax page",
        ) from None
    return value


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
        raise wrong("MW010", found=show(value), expected="at least one item", fix="write what it is")
    return value


def text_for_a_list(value: str) -> PydanticCustomError:
    """The finding for a single text, of which Python would take the letters."""
    return wrong("MW017", found=show(value), expected="a list", fix=f"write a list, as in [{show(value)}]")


def boolean(value: object) -> object:
    """True or False."""
    if not isinstance(value, bool):
        raise other_kind(value, "True or False")
    return value


Name = Annotated[str, Plain(name)]
ServiceName = Annotated[str, Plain(service_name)]
Text = Annotated[str, Plain(text)]
PathText = Annotated[str, Plain(path)]
Size = Annotated[str, Plain(size)]
Duration = Annotated[str | timedelta, Plain(duration)]
DurationOrOff = Annotated[str | timedelta, Plain(duration_or_off)]
PortNumber = Annotated[int, Plain(port)]
ProtocolName = Annotated[Protocol, Plain(protocol)]
Switch = Annotated[bool, Plain(boolean)]


def nothing() -> Any:
    """The default of a mapping: an empty one that nobody can fill."""
    return field(default_factory=lambda: MappingProxyType({}))
