"""CloudWatch log groups: one for each service, which its versions share."""

from datetime import timedelta
from typing import Any

from meshwright import names
from meshwright.plan.model import Plan
from meshwright.targets.ecs.model import EcsShared, LogGroup

RETENTION = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""The days that CloudWatch allows. Source: CloudWatch Logs API, PutRetentionPolicy."""

DEFAULT = timedelta(days=30)
"""The default of `Logs(keep=...)`."""


def group(plan: Plan, service: str) -> LogGroup:
    """The log group of a service."""
    return LogGroup(names.log_group(plan.mesh, plan.environment, service), nearest(plan.logs_keep or DEFAULT))


def agents(plan: Plan) -> LogGroup:
    """The log group of all agents of the environment: which configuration is in force in which task."""
    return LogGroup(names.agents_log_group(plan.mesh, plan.environment), nearest(plan.logs_keep or DEFAULT))


def own_group(shared: EcsShared, node: str) -> LogGroup:
    """The log group of a node that does not use its service's. The name of a service has no "/"."""
    (whole,) = shared.log_groups
    return LogGroup(f"{whole.name}/{node}", whole.retention)


def nearest(keep: timedelta) -> int:
    """The shortest retention that keeps entries at least so long. If there is none, the longest."""
    return next((days for days in RETENTION if timedelta(days=days) >= keep), RETENTION[-1])


def configuration(log_group: LogGroup, region: str, proxy: str) -> dict[str, Any]:
    """A container's `logConfiguration`. Its stream is `<proxy>/<container>/<task>`."""
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": log_group.name,
            "awslogs-region": region,
            "awslogs-stream-prefix": proxy,
            # If CloudWatch is slow, entries that do not fit into the buffer are lost: the service must not wait.
            "mode": "non-blocking",
            "max-buffer-size": "10m",
        },
    }
