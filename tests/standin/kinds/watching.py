"""CloudWatch and Systems Manager parameters."""

import json
from collections.abc import Iterator

from ..check import Failure, rule
from ..making import ACCOUNT, VOLATILE, Making, create, update
from ..values import Values, is_unknown

VOLATILE["ssm.Parameter"] = {"version": ("value", "insecureValue", "description", "type")}


@create("cloudwatch.LogGroup")
def log_group(making: Making) -> Values:
    arn = making.arn("logs", f"log-group:{making.name}")
    return {"id": making.name, "arn": arn, "logGroupClass": making.get("logGroupClass", "STANDARD")}


@create("cloudwatch.LogMetricFilter")
def metric_filter(making: Making) -> Values:
    return {"id": making.name}


@create("cloudwatch.MetricAlarm")
def alarm(making: Making) -> Values:
    return {"id": making.name, "arn": making.arn("cloudwatch", f"alarm:{making.name}")}


@rule("cloudwatch.MetricAlarm")
def alarm_parts(given: Values) -> Iterator[Failure]:
    if given.get("metricName") is not None:
        if given.get("namespace") is None:
            yield "namespace", "required with metricName"
        if given.get("period") is None:
            yield "period", "required with metricName"
        if (given.get("statistic") is None) == (given.get("extendedStatistic") is None):
            yield "statistic", "one of statistic, extendedStatistic is required with metricName"
    if given.get("threshold") is None and given.get("thresholdMetricId") is None:
        yield "threshold", "one of threshold, thresholdMetricId is required"


@create("cloudwatch.Dashboard")
def dashboard(making: Making) -> Values:
    name = making.get("dashboardName")
    return {"id": name, "dashboardArn": f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{name}"}


@rule("cloudwatch.Dashboard")
def dashboard_body(given: Values) -> Iterator[Failure]:
    if not is_unknown(given["dashboardBody"]):
        try:
            json.loads(given["dashboardBody"])
        except ValueError as error:
            yield "dashboardBody", f"InvalidParameterInput: is no JSON: {error}"


@create("ssm.Parameter")
def parameter(making: Making) -> Values:
    slash = "" if making.name.startswith("/") else "/"
    return {"id": making.name, "arn": making.arn("ssm", f"parameter{slash}{making.name}"), "version": 1}


@update("ssm.Parameter")
def next_parameter(making: Making) -> Values:
    return {"version": making.state.count(f"parameter {making.urn}") + 1}
