"""pulumi_aws's own classes: names of properties, their types, which are required."""

import inspect
import types
import typing
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from typing import Any

import pulumi
from pulumi import _types

from .tree import Node

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_FORWARD = {"Output": pulumi.Output, "T": typing.TypeVar("T")}  # names in the text of `pulumi.Input`


def names(arguments: type) -> list[str]:
    return list(_types.input_type_py_to_pulumi_names(arguments).values())


def of_class(arguments: type) -> Node:
    """The properties of an Args class by the names of the wire, nested ones as well."""
    needed = {
        name
        for name, parameter in inspect.signature(arguments).parameters.items()
        if parameter.default is inspect.Parameter.empty
    }
    names = _types.input_type_py_to_pulumi_names(arguments)
    properties = {}
    for python, wire in names.items():
        hint = typing.get_type_hints(vars(arguments)[python].fget, localns=_FORWARD)["return"]
        properties[wire] = _of_hint(hint)
    return {"type": "object", "properties": properties, "required": sorted(names[each] for each in needed)}


def _of_hint(hint: Any) -> Node:
    options = [each for each in _options(hint) if each is not type(None)]
    for option in () if str in options else options:  # a policy may be an object or its text: Check makes text of it
        origin, inner = typing.get_origin(option), typing.get_args(option)
        if origin in (Sequence, list):
            return {"type": "array", "items": _of_hint(inner[0])}
        if origin in (Mapping, dict):
            return {"type": "map", "values": _of_hint(inner[1])}
        if inspect.isclass(option) and issubclass(option, (pulumi.Asset, pulumi.Archive)):
            return {"type": "asset"}
        if inspect.isclass(option) and option.__name__.endswith("Args"):
            return of_class(option)
    for scalar in (str, float, int, bool):
        if scalar in options:
            return {"type": _SCALARS[scalar]}
    return {"type": "any"}


def _options(hint: Any) -> Iterator[Any]:
    """The plain types in an Input, which is a union of them with Awaitable and Output."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        for each in typing.get_args(hint):
            yield from _options(each)
    elif origin not in (Awaitable, pulumi.Output) and hint is not pulumi.Output:
        yield hint
