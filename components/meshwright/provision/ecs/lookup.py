"""Looks up what an argument names."""

from collections.abc import Mapping
from typing import TypeVar

from meshwright.problems import Problem, did_you_mean
from meshwright.provision.stack import refused

Value = TypeVar("Value")


def named(values: Mapping[str, Value], name: str, what: str) -> Value:
    """The value of that name. Raises pulumi.RunError (MW403) if there is none. `what`: the kind of thing it names."""
    if name not in values:
        fix = did_you_mean(name, values, "name one of the description")
        raise refused([Problem("MW403", (), f'"{name}"', f"a {what} of the description", fix)])
    return values[name]
