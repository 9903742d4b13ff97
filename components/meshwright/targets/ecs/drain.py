"""How long a task that leaves still serves its requests in flight."""

from math import ceil

from meshwright.plan.model import TaskSize
from meshwright.targets.sidecars.sidecar import DRAIN


def seconds(task: TaskSize | None) -> int:
    """The drain of a task, in seconds."""
    return ceil(task.drain.total_seconds()) if task and task.drain is not None else DRAIN
