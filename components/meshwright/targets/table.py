"""The table of targets: one row a platform."""

from meshwright.plan.model import Ec2Platform, FargatePlatform, Plan
from meshwright.problems import UnknownPlatform
from meshwright.targets.ecs.target import EcsTarget
from meshwright.targets.local.target import LocalTarget
from meshwright.targets.target import Target

_ROWS: tuple[Target, ...] = (
    LocalTarget(),
    EcsTarget(FargatePlatform.kind),
    EcsTarget(Ec2Platform.kind),
)

TARGETS: dict[str, Target] = {each.kind: each for each in _ROWS}
"""Every target, by the kind of its platform."""


def target(plan: Plan) -> Target:
    """The target of a plan's platform. Raises UnknownPlatform where the table has no row for it."""
    found = TARGETS.get(plan.platform.kind)
    if found is None:
        raise UnknownPlatform(plan.platform.kind, TARGETS, __name__)
    return found
