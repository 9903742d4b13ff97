"""Finding what an argument names."""

from collections.abc import Mapping
from typing import TypeVar

from meshwright.problems import Problem, did_you_mean
from meshwright.provision.stack import refused

Value = TypeVar("Value")


def named(values: Mapping[str, Value], name: str, what: str) -> Value:
    """The value of that name. Raises pulumi.RunError (MW403) where there is none. `what`: what it should be."""
    if name not in values:
        fix = did_you_mean(name, values, "name one that the description has")
        raise refused([Problem("MW403", (), f'"{name}"', f"a {what} of the description", fix)])
    return values[name]
