"""CloudWatch: log groups, and the alarms that roll configuration back."""

from collections.abc import Mapping

from meshwright.targets.ecs.changes.model import (
    CONSTANT,
    ENVIRONMENT,
    NAMED,
    TAGS,
    Properties,
    in_place,
    regional,
    tagged,
)

LOGS: Mapping[str, Properties] = {
    "cloudwatch.LogGroup": tagged(
        {
            "name": NAMED,
            "retentionInDays": in_place("Logs(keep)"),
            "kmsKeyId": in_place("Ecs(kms_key), Override(kms_key)"),
        }
    ),
    "cloudwatch.LogMetricFilter": regional(
        {"name": CONSTANT, "logGroupName": NAMED, "pattern": CONSTANT, "metricTransformation": ENVIRONMENT}
    ),
    "cloudwatch.MetricAlarm": regional(
        {
            "name": NAMED,
            "tags": TAGS,
            "namespace": in_place("RollbackAlarm(namespace)"),
            "metricName": in_place("RollbackAlarm(metric)"),
            "dimensions": in_place("RollbackAlarm(dimensions)"),
            "statistic": in_place("RollbackAlarm(statistic)"),
            "threshold": in_place("RollbackAlarm(above)"),
            "evaluationPeriods": in_place("RollbackAlarm(minutes)"),
            "datapointsToAlarm": in_place("RollbackAlarm(minutes)"),
            "period": CONSTANT,
            "comparisonOperator": CONSTANT,
            "treatMissingData": CONSTANT,
            "alarmDescription": CONSTANT,
        }
    ),
}
