"""Alarms that roll configuration back."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws


class RollbackAlarm(pulumi.ComponentResource):
    """A CloudWatch alarm on one metric, for `alarms` of `Ecs`. Missing data does not trigger it.

    AppConfig treats an alarm without data as triggered and would roll back every deployment while there is no traffic. All
    proxies of a mesh have the same alarms, so that either all callers of a service are rolled back or none.

    `namespace`, `metric`, `dimensions`: the metric, as in "AWS/NetworkELB", "TCP_ELB_Reset_Count". The alarm is triggered
    when the metric is above `above` in each of `minutes` minutes (absent: 2). `statistic`: how the values of a minute are
    aggregated; absent: "Sum". `tags` absent: none.

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
