"""How long a task that leaves still serves its requests in flight."""

from math import ceil

from meshwright.plan.model import TaskSize

DEFAULT = 20
"""Seconds. Callers that check every 5 s have left after 10 (two checks), Envoys of the mesh at once. The rest is for
requests in flight: their default timeout is 15 s."""


def seconds(task: TaskSize | None) -> int:
    """The drain of a task, in seconds."""
    return ceil(task.drain.total_seconds()) if task and task.drain is not None else DEFAULT
