"""What a stack's state says of the mesh that is deployed. Pure: whoever can read the state hands it over.

The component MeshEnvironment keeps the plan as an output of its own, which the engine writes when everything below it
stands. A second component, MeshChange, is written first. Both carry the number of the change: where the numbers differ, an
`up` began and did not finish, and some proxies may have what it was bringing.
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
    """A resource of the state: its type, its own name (the last part of its URN) and its outputs."""

    type: str
    name: str
    outputs: Mapping[str, Any]


@dataclass(frozen=True)
class Kept:
    """What the state keeps of one MeshEnvironment, by its name.

    `text`: the plan of the last `up` that finished, None where none did. `change`: that one's number. `begun`: the number
    of the last one that began.
    """

    name: str
    text: str | None
    change: int
    begun: int

    @property
    def finished(self) -> bool:
        """Whether the last `up` that began is also the last that finished."""
        return self.change == self.begun

    def plan(self) -> Plan:
        """The redacted plan. Raises ProblemsFound (MW413)."""
        return stored.read(self.text)

    def next(self, text: str) -> int:
        """The number of a change to this plan; the same one where there is nothing to change."""
        return self.change if self.finished and self.text == text else self.begun + 1

    def unfinished(self) -> list[Problem]:
        """Advice where the plan is not all that proxies may have."""
        if self.finished:
            return []
        return [
            Problem(
                "MW415",
                (self.name,),
                "an `up` that began after it and did not finish",
                "a plan that all proxies have",
                "run `pulumi up` until it succeeds; this is the last plan that was whole",
            )
        ]


def kept(resources: Iterable[Resource]) -> list[Kept]:
    """Every MeshEnvironment of a state, with or without a plan."""
    found = list(resources)
    begun = {each.name: int(each.outputs.get("begun", 0)) for each in found if each.type == CHANGE}
    environments = [each for each in found if each.type == ENVIRONMENT]
    return [
        Kept(
            each.name,
            each.outputs.get("plan"),
            change := int(each.outputs.get("change", 0)),
            begun.get(f"{each.name}-change", change),
        )
        for each in environments
    ]
