"""What is wrong, or unwise, in a plan that resolves: one file a check, each linear in the size of the mesh."""

from collections.abc import Callable, Iterable

from meshwright.checks import (
    gateway_cycle,
    node_timeout,
    outlier_detection,
    retry_time,
    rewrite,
    unanswered,
    uncalled,
    unreachable_route,
)
from meshwright.plan import Index, Plan
from meshwright.problems import Problem

CHECKS: tuple[Callable[[Index], Iterable[Problem]], ...] = (
    rewrite.check,
    unreachable_route.check,
    node_timeout.check,
    retry_time.check,
    outlier_detection.check,
    gateway_cycle.check,
    uncalled.check,
    unanswered.check,
)
"""Every check, in the order in which their findings are shown."""


def advise(plan: Plan) -> list[Problem]:
    """What is found in a plan: mostly advice; a loop or an impossible rewrite is an error.

    Nothing where a name of the plan leads nowhere: then its description has errors, which come first.
    """
    index = Index(plan)
    return [problem for check in CHECKS for problem in check(index)] if _whole(index) else []


def _whole(index: Index) -> bool:
    plan = index.plan
    routes = [route for router in plan.virtual_routers for route in router.routes]
    ports = {(node.name, listener.port) for node in index.nodes.values() for listener in node.listeners}
    return (
        all(each.router in index.routers for each in plan.virtual_services if each.router)
        and all(each.node in index.nodes for each in plan.virtual_services if each.node)
        and all(each.service in index.services for gateway in plan.virtual_gateways for each in gateway.routes)
        and all((target.node, target.port) in ports for route in routes for target in route.targets)
    )


__all__ = ["CHECKS", "advise"]
