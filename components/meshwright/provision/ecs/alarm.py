"""Alarms that roll configuration back."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws


class RollbackAlarm(pulumi.ComponentResource):
    """A CloudWatch alarm on one metric, fit for `alarms` of MeshEnvironment: without data it is quiet.

    AppConfig takes an alarm without data for one that has gone off, and would roll back every deployment at night. All
    proxies of a mesh get the same alarms, so that either all callers of a service go back, or none.

    `namespace`, `metric`, `dimensions`: which metric, as in "AWS/NetworkELB", "TCP_ELB_Reset_Count". It goes off when the
    metric is above `above` in each of `minutes` minutes (absent: 2). `statistic`: what a minute's values are taken together
    by; absent: "Sum". `tags` absent: none.

    Output: `arn`.
    """

    arn: pulumi.Output[str]

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
            raise ValueError(f"minutes: {minutes} are too few")
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
