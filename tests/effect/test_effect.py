"""No option without effect: every field of every object, set to another value, changes what runs, or is a problem.

The fields are found by introspection and the places by a walk through the meshes of `bases.py`: a new field fails until it
has a row in `rows.py`, a new type until it stands in a mesh.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache

import pytest

import meshwright
from meshwright import Condition, Container, Environment, LambdaFunction, Problem, Rewrite
from meshwright.description.written import Written

from .bases import base, on_ec2, on_this_machine
from .rows import ROWS
from .tree import Outcome, Path, objects, outcome, put

BASES = {
    "http": lambda: base("http"),
    "http2": lambda: base("http2"),
    "grpc": lambda: base("grpc"),
    "tcp": lambda: base("tcp"),
    "on EC2": on_ec2,
    "on this machine": on_this_machine,
}
TYPES = [
    each
    for each in (getattr(meshwright, name) for name in meshwright.__all__)
    if isinstance(each, type) and issubclass(each, Written) and is_dataclass(each)
]
SAME = {
    ("RouterListener", "protocol"): "HTTP/1 and HTTP/2 are told apart by themselves, and nodes say what they speak",
    ("GatewayListener", "protocol"): "HTTP/1 and HTTP/2 are told apart by themselves",
    ("Gateway", "protocol"): "HTTP/1 and HTTP/2 are told apart by themselves",
    ("NodeListener", "protocol"): "gRPC is HTTP/2",
    ("Service", "protocol"): "gRPC is HTTP/2",
}
"""Choices of which two may be the same to Envoy, and why. tcp is never the same as another."""


@cache
def made(name: str) -> tuple[Environment, Outcome]:
    environment = BASES[name]()
    return environment, outcome(environment)


def test_every_field_has_a_row() -> None:
    assert {each.__name__: {field.name for field in fields(each)} for each in TYPES} == {
        name: set(row) for name, row in ROWS.items()
    }


def test_every_type_stands_in_a_mesh() -> None:
    there = {type(each) for name in BASES for _, each in objects(made(name)[0])}
    assert there == set(TYPES) - {LambdaFunction}, "no platform has functions yet"


@pytest.mark.parametrize("name", BASES)
def test_a_mesh_that_is_built_again_is_the_same(name: str) -> None:
    environment, before = made(name)
    again = outcome(put(environment, ("name",), environment.name))
    assert before.envoys is not None
    assert again.envoys == before.envoys
    assert again.platform == before.platform


@pytest.mark.parametrize("name", BASES)
def test_every_option_has_an_effect_or_a_problem(name: str) -> None:
    environment, before = made(name)
    silent: list[str] = []
    for path, owner, was in _fields(environment, conditions=name in ("http", "tcp")):
        field = str(path[-1])
        values = [each for each in ROWS[type(owner).__name__][field] if each != was]
        unheard = [
            value
            for value in values
            if not (_is_said_again(value, was, path, before) or _is_the_same(owner, field, value, name))
            and not _speaks(before, outcome(put(environment, path, value)), path)
        ]
        if field == "priority" and len(unheard) < len(values):
            continue  # it counts where another route is then tried before this one
        silent += [f"{'.'.join(map(str, path))} = {value!r} instead of {was!r}" for value in unheard]
    assert not silent, "\n".join(silent)


def _fields(environment: Environment, *, conditions: bool) -> Iterator[tuple[Path, Written, object]]:
    """Every field of every object. `conditions`: those of conditions, too, which are the same for each HTTP."""
    for path, owner in objects(environment):
        if conditions or not isinstance(owner, Condition):
            for field in fields(owner):
                yield (*path, field.name), owner, getattr(owner, field.name)


def _is_said_again(value: object, was: object, path: Path, before: Outcome) -> bool:
    """Whether a value says what is so: that there is none where there is none."""
    unused = any(each.code == "MW210" and each.path == path[: len(each.path)] for each in before.problems)
    return value in ("off", None) and (was in ("off", None) or unused)


def _is_the_same(owner: Written, field: str, value: object, name: str) -> bool:
    kind = type(owner).__name__
    if name == "grpc" and value == Rewrite("off"):
        return True  # it says what is so: the path of a gRPC call is its method
    if name == "on this machine":
        # A container is what runs elsewhere; the name of an environment is a part of names on AWS.
        named = (kind, field) == ("Environment", "name")
        if named or isinstance(owner, Container) or isinstance(value, Container):
            return True
    return (kind, field) in SAME and "tcp" not in (value, getattr(owner, field))


def _speaks(before: Outcome, after: Outcome, path: Path) -> bool:
    return (
        after.envoys != before.envoys
        or any(_is_about(each, path, before.problems) for each in after.problems)
        or any(_is_about(each, path, before.advice) for each in after.advice)
        or after.platform != before.platform
    )


def _is_about(problem: Problem, path: Path, before: tuple[Problem, ...]) -> bool:
    """Whether a problem stands at a field, below it, or at the option to which it belongs; or is one that was not there."""
    shared = min(len(problem.path), len(path))
    near = problem.path[:shared] == path[:shared]
    return (near and problem.code == "MW210") or problem.path[: len(path)] == path or problem not in before
