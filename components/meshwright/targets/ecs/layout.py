"""What an environment must have on ECS."""

from collections.abc import Mapping
from dataclasses import dataclass

from meshwright.plan.model import Plan
from meshwright.problems import ProblemsFound
from meshwright.targets.ecs.build import build
from meshwright.targets.ecs.check import checked
from meshwright.targets.ecs.model import EcsEnvironment, TaskDefinition


def layout(plan: Plan) -> EcsEnvironment:
    """Everything that the plan needs on ECS. Nodes that another team runs are not in it.

    Raises ProblemsFound where there is an error among what `check` finds, or something that cannot be made yet.
    """
    environment, problems = checked(plan)
    if environment is None:
        raise ProblemsFound(problems)
    return environment


@dataclass(frozen=True)
class Tasks:
    """What the tasks of a node or gateway are made from. `balancer`: what cannot change of a gateway's load balancer: a new
    one has tasks of its own."""

    definition: TaskDefinition
    balancer: str


def tasks(plan: Plan) -> Mapping[str, Tasks]:
    """Of each node and gateway, by its name; also of a plan that could not be made as it is."""
    return {
        name: Tasks(proxy.task, proxy.load_balancer.suffix if proxy.load_balancer else "")
        for name, proxy in build(plan).proxies.items()
    }
