"""Alarms that roll configuration back."""

from __future__ import annotations

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from meshwright.field_docs import documented_component


@documented_component
class RollbackAlarm(pulumi.ComponentResource):
    """A CloudWatch alarm on one metric, for `alarms` of `Ecs`. Missing data does not trigger it.

    AppConfig treats an alarm without data as triggered and would roll back every deployment while there is no traffic. All
    proxies of a mesh have the same alarms, so that either all callers of a service are rolled back or none.

    Args:
        name: The name of the component. The names of its resources begin with it.
        region: The AWS region.
        namespace: The namespace of the metric, as in "AWS/NetworkELB".
        metric: The name of the metric, as in "TCP_ELB_Reset_Count".
        above: The threshold: the alarm is triggered by values above it.
        dimensions: The dimensions of the metric. Default: none.
        minutes: The number of minutes in a row that must be above the threshold: at least 1. Default: 2.
        statistic: How CloudWatch aggregates the values of a minute. Default: "Sum".
        tags: Tags of every resource. Default: none.
        opts: Pulumi's options of the component. Default: none.
    """

    arn: pulumi.Output[str]
    """The ARN of the alarm."""

    def __init__(
        self,
        name: str,
        *,
        region: str,
        namespace: str,
        metric: str,
        above: float,
        dimensions: Mapping[str, pulumi.Input[str]] | None = None,
        minutes: int = 2,
        statistic: str = "Sum",
        tags: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if minutes < 1:
            raise ValueError(f"minutes: {minutes} is less than 1")
        super().__init__("meshwright:index:RollbackAlarm", name, {}, opts)
        self.arn = aws.cloudwatch.MetricAlarm(
            f"{name}-alarm",
            namespace=namespace,
            metric_name=metric,
            dimensions=dict(dimensions or {}),
            statistic=statistic,
            comparison_operator="GreaterThanThreshold",
            threshold=above,
            period=60,
            evaluation_periods=minutes,
            datapoints_to_alarm=minutes,
            treat_missing_data="notBreaching",
            region=region,
            tags=dict(tags or {}),
            alarm_description="Rolls the mesh's configuration back while it is being deployed",
            opts=pulumi.ResourceOptions(parent=self),
        ).arn
        self.register_outputs({"arn": self.arn})
