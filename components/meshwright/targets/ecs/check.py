"""What is wrong with a plan for ECS."""

from meshwright.plan.model import Plan
from meshwright.problems import Problem


def check(plan: Plan) -> list[Problem]:
    """Every problem, advice included."""
    return []
