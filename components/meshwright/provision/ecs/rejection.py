"""The logs of the agents, and the alarm that rolls a rejected configuration back."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from meshwright.provision.ecs.alarm import RollbackAlarm
from meshwright.provision.ecs.log_groups import LogGroups
from meshwright.targets.ecs.model import EcsEnvironment


def agents_logs(
    name: str,
    layout: EcsEnvironment,
    *,
    kms_key: pulumi.Input[str] | None,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> tuple[LogGroups, list[pulumi.Output[str]]]:
    """The log group of all agents of a mesh, and the ARN of the alarm on rejected configuration, if the layout has one. The
    whole mesh has one alarm: all callers of a service are rolled back together."""
    logs = LogGroups(
        f"{name}-agents",
        [layout.agents],
        region=layout.region,
        kms_key=kms_key,
        tags=tags,
        opts=opts,
        keep_when_destroyed=layout.keep_logs,
    )
    if layout.rejection is None:
        return logs, []
    rejection = layout.rejection
    aws.cloudwatch.LogMetricFilter(
        f"{name}-rejected",
        name="rejected",
        log_group_name=logs.names[layout.agents.name],
        pattern=rejection.pattern,
        metric_transformation={
            "namespace": rejection.namespace,
            "name": rejection.metric,
            "value": "1",
            "unit": "Count",
        },
        region=layout.region,
        opts=opts,
    )
    alarm = RollbackAlarm(
        f"{name}-rejected",
        region=layout.region,
        namespace=rejection.namespace,
        metric=rejection.metric,
        above=0,
        minutes=1,
        tags=tags,
        opts=opts,
    )
    return logs, [alarm.arn]
