"""Checks of a plan whose references are right: one file for each check, each linear in the size of the mesh."""

from collections.abc import Callable, Iterable

from meshwright.checks import (
    gateway_cycle,
    known_headers,
    node_timeout,
    odd_condition,
    outlier_detection,
    redirect_loop,
    retry_time,
    rewrite,
    unanswered,
    uncalled,
    unreachable_route,
    untargeted,
)
from meshwright.plan import Index, Plan
from meshwright.problems import Code, Problem

Check = Callable[[Index], Iterable[Problem]]

CHECKS: dict[Code, Check] = {
    "MW111": rewrite.check,
    "MW114": known_headers.check,
    "MW211": odd_condition.check,
    "MW201": unreachable_route.check,
    "MW203": node_timeout.check,
    "MW204": retry_time.check,
    "MW205": outlier_detection.check,
    "MW206": gateway_cycle.check,
    "MW212": redirect_loop.check,
    "MW207": uncalled.check,
    "MW209": untargeted.check,
    "MW208": unanswered.check,
}
"""Every check, by the code of its problems, in the order in which they are shown."""


def advise(plan: Plan) -> list[Problem]:
    """The problems that the checks find in a plan.

    None where a reference of the plan leads nowhere: such a plan has errors, which are reported with its description.
    """
    index = Index(plan)
    return [problem for check in CHECKS.values() for problem in check(index)] if _is_whole(index) else []


def _is_whole(index: Index) -> bool:
    plan = index.plan
    routes = [route for router in plan.virtual_routers for route in router.routes]
    ports = {(node.name, listener.port) for node in index.nodes.values() for listener in node.listeners}
    return (
        all(each.router in index.routers for each in plan.virtual_services if each.router)
        and all(each.node in index.nodes for each in plan.virtual_services if each.node)
        and all(
            each.service in index.services or each.service is None
            for gateway in plan.virtual_gateways
            for each in gateway.routes
        )
        and all(each in ports for route in routes for each in route.nodes)
    )


__all__ = ["CHECKS", "Check", "advise"]
