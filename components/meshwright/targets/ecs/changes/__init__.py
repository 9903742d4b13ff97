"""What the change of each property of each AWS resource does: nothing that works is cut before its successor works.

A test holds the table against the provider's schema, and against what the components render.
"""

from collections.abc import Mapping

from meshwright.targets.ecs.changes.balancing import BALANCING
from meshwright.targets.ecs.changes.delivery import DELIVERY
from meshwright.targets.ecs.changes.logs import LOGS
from meshwright.targets.ecs.changes.model import Change, Effect, Properties
from meshwright.targets.ecs.changes.network import NETWORK
from meshwright.targets.ecs.changes.tasks import TASKS

__all__ = ["CHANGES", "Change", "Effect", "Properties"]

CHANGES: Mapping[str, Properties] = {**TASKS, **BALANCING, **NETWORK, **DELIVERY, **LOGS}
"""By the type of the resource, as in "ecs.Service"."""
