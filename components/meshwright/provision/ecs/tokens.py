"""Filling in what only the cloud, or the component's caller, knows."""

from collections.abc import Mapping
from typing import Any

import pulumi

from meshwright.targets import tokens

Known = Mapping[str, pulumi.Input[str]]
"""The value of each token, by its name without `${` and `}`."""


def used(value: object) -> set[str]:
    """The names of the tokens in a value, however deep they stand. The value may be a dataclass."""
    return set(tokens.names(value))


def fill(value: Any, known: Known) -> pulumi.Output[Any]:
    """The value with its tokens filled in. Raises KeyError for a token that `known` does not know."""
    needed = {name: known[name] for name in used(value)}
    texts = {name: each for name, each in needed.items() if isinstance(each, str)}
    # Each argument of `Output.all` costs several tasks: those that are known by now are no arguments.
    later = {name: each for name, each in needed.items() if name not in texts}
    known_later = pulumi.Output.all(**later) if later else pulumi.Output.from_input({})
    return known_later.apply(lambda values: _filled(value, {**texts, **values}))


def _filled(value: Any, values: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return tokens.fill(value, values)
    if isinstance(value, Mapping):
        return {name: _filled(each, values) for name, each in value.items()}
    return [_filled(each, values) for each in value] if isinstance(value, (list, tuple)) else value
