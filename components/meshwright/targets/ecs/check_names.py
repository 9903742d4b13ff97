"""MW310: generated names that are longer than AWS allows."""

from collections.abc import Iterable, Sequence

from meshwright import names
from meshwright.checks.finding import finding
from meshwright.plan.index import Index
from meshwright.plan.model import InlineDelivery, Plan
from meshwright.problems import Problem

Named = tuple[str, str]
"""A kind of thing on AWS, and the name of one."""


def check(index: Index) -> Iterable[Problem]:
    """The first name of each node and gateway that is too long: a shorter one mostly corrects the others too."""
    plan = index.plan
    for node in plan.virtual_nodes:
        if node.runs and node.has_proxy:
            yield from _first(node.origin, _of(plan, node.name, node.service or node.name))
    for gateway in plan.virtual_gateways:
        yield from _first(gateway.origin, _of(plan, gateway.name, gateway.name))


def _of(plan: Plan, proxy: str, service: str) -> list[Named]:
    """The names that are made for a proxy, and for the service whose resources it shares."""
    appconfig = [
        ("AppConfig application", names.owned(plan.mesh, plan.environment, service)),
        ("AppConfig environment", proxy),
    ]
    return ([] if isinstance(plan.delivery, InlineDelivery) else appconfig) + [
        ("Cloud Map service", proxy),
        ("ECS task family", names.owned(plan.mesh, plan.environment, proxy)),
        ("log group", names.log_group(plan.mesh, plan.environment, service)),
    ]


def _first(origin: str, made: Sequence[Named]) -> Iterable[Problem]:
    for kind, name in made:
        over = len(name) - names.LIMITS[kind]
        if over > 0:
            yield finding(
                "MW310",
                origin,
                "name",
                found=f'{kind} "{name}", {len(name)} characters long',
                expected=f"at most {names.LIMITS[kind]}",
                fix=f"shorten this name, or that of the mesh or the environment, by {over}",
            )
            return
