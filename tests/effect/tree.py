"""A description as a tree: every object with its path, one value in place of another, and what becomes of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from meshwright import Environment, Plan, Problem, targets, try_resolve
from meshwright.checks import advise
from meshwright.description.written import Written
from meshwright.envoy.path import Incombinable
from meshwright.envoy.snapshot import Snapshot
from meshwright.plan.model import LocalPlatform
from meshwright.problems import errors
from meshwright.targets import ecs, local

Path = tuple[str | int, ...]


def objects(value: object, path: Path = ()) -> Iterator[tuple[Path, Written]]:
    """Every object of a description, the outer ones first."""
    if isinstance(value, Written):
        yield path, value
    if isinstance(value, Mapping):
        parts: list[tuple[str | int, object]] = list(value.items())
    elif isinstance(value, list | tuple):
        parts = list(enumerate(value))
    elif isinstance(value, Written) and is_dataclass(value):
        parts = [(each.name, getattr(value, each.name)) for each in fields(value)]
    else:
        parts = []
    for key, part in parts:
        yield from objects(part, (*path, key))


def put(whole: Any, path: Path, value: object) -> Any:
    """The description with another value at a path."""
    if not path:
        return value
    key, rest = path[0], path[1:]
    if isinstance(whole, Mapping):
        return {**whole, key: put(whole[key], rest, value)}
    if isinstance(whole, list | tuple):
        return [put(each, rest, value) if index == key else each for index, each in enumerate(whole)]
    name = str(key)
    return replace(whole, **{name: put(getattr(whole, name), rest, value)})


@dataclass(frozen=True)
class Outcome:
    """What a description becomes. `envoys` is None where it is refused."""

    plan: Plan | None
    problems: tuple[Problem, ...]
    envoys: Mapping[str, Snapshot] | None

    @cached_property
    def platform(self) -> object:
        """What the platform runs."""
        if self.plan is None:
            return None
        if isinstance(self.plan.platform, LocalPlatform):
            return local.layout(self.plan)
        return ecs.layout(self.plan)

    @cached_property
    def advice(self) -> tuple[Problem, ...]:
        """Every problem, those of the checks and of the platform included."""
        if self.plan is None:
            return self.problems
        return (*self.problems, *advise(self.plan), *targets.check(self.plan))


def outcome(environment: Environment) -> Outcome:
    """What a description becomes. What takes long is worked out when it is asked for."""
    plan, problems = try_resolve(environment)
    if plan is None or errors(problems):
        return Outcome(None, tuple(problems), None)
    try:
        return Outcome(plan, tuple(problems), targets.network(plan).snapshots(plan))
    except Incombinable:
        return Outcome(None, (*problems, *advise(plan)), None)
