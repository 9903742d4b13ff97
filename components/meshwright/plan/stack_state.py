"""The deployed plan, from the resources of a stack's state. Reads no state itself.

The component MeshEnvironment has the plan as an output, which the engine writes when all of its resources are there. A
second component, MeshChange, is written first. Both have the number of the change. Where the numbers differ, an `up` began
and did not finish, and some proxies may already have the configuration of that `up`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.plan import stored
from meshwright.plan.model import Plan
from meshwright.problems import Problem

ENVIRONMENT = "meshwright:index:MeshEnvironment"
CHANGE = "meshwright:index:MeshChange"


@dataclass(frozen=True)
class Resource:
    """A resource of the state: its type, its name (the last part of its URN) and its outputs."""

    type: str
    name: str
    outputs: Mapping[str, Any]


@dataclass(frozen=True)
class StoredPlan:
    """The plan that the state has of one MeshEnvironment."""

    name: str
    """The name of the MeshEnvironment."""
    text: str | None
    """The plan of the last `up` that finished. None: no `up` has finished."""
    change: int
    """The number of that `up`."""
    begun: int
    """The number of the last `up` that began."""

    @property
    def finished(self) -> bool:
        """Whether the last `up` that began is also the last that finished."""
        return self.change == self.begun

    def plan(self) -> Plan:
        """The redacted plan. Raises ProblemsFound (MW413)."""
        return stored.read(self.text)

    def next(self, text: str) -> int:
        """The number of a change to this plan; the present number if nothing changes."""
        return self.change if self.finished and self.text == text else self.begun + 1

    def unfinished(self) -> list[Problem]:
        """Advice where some proxies may have a later configuration than that of the plan."""
        if self.finished:
            return []
        return [
            Problem(
                "MW415",
                (self.name,),
                "an `up` that began after it and did not finish",
                "a plan that all proxies have",
                "run `pulumi up` until it succeeds; this is the plan of the last one that did",
            )
        ]


def stored_plans(resources: Iterable[Resource]) -> list[StoredPlan]:
    """The stored plan of each MeshEnvironment of a state, with or without a plan."""
    found = list(resources)
    begun = {each.name: int(each.outputs.get("begun", 0)) for each in found if each.type == CHANGE}
    environments = [each for each in found if each.type == ENVIRONMENT]
    return [
        StoredPlan(
            each.name,
            each.outputs.get("plan"),
            change := int(each.outputs.get("change", 0)),
            begun.get(f"{each.name}-change", change),
        )
        for each in environments
    ]
