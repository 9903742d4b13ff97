"""Doubles of the calls that moto does not have, and of refusals.

They answer where botocore's own Stubber does, before a request is sent, and as there each answer must fit the service's
model. The Stubber wants the calls in order; these take them in any.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.loaders import create_loader
from botocore.validate import ParamValidator

ACCOUNT = "123456789012"
"""The account that moto plays."""

ENOUGH = 10000.0


@dataclass
class Doubles:
    """What an account answers beside moto."""

    quotas: dict[str, float] = field(default_factory=dict)
    """The value of each quota, by code. The others are `ENOUGH`."""
    never_changed: set[str] = field(default_factory=set)
    """The codes of quotas that only AWS's defaults have."""
    tracing: dict[str, str] = field(default_factory=lambda: {"Destination": "CloudWatchLogs", "Status": "ACTIVE"})
    protection: dict[str, Any] = field(default_factory=lambda: {"Enabled": False})
    trunking: str = "enabled"
    zones: tuple[int, int] = (500, 3)
    """How many hosted zones there may be, and are."""
    cpus: float = 0
    """How many vCPUs are in use."""
    cache: tuple[str, ...] = ()
    """The prefixes of pull-through caches in ECR."""
    zone_type: str | None = None
    """The type of every zone. None: as moto has it."""
    refused: set[str] = field(default_factory=set)
    """The operations that are not permitted, as in "DescribeSubnets"."""
    called: list[tuple[str, str]] = field(default_factory=list)
    """Each call: its service, and its operation."""

    def session(self, real: type[boto3.Session]) -> Callable[..., boto3.Session]:
        """In place of `boto3.Session`: real ones, whose calls come here first."""

        def made(**arguments: Any) -> boto3.Session:
            session = real(**arguments)
            session._session.register_component("data_loader", _LOADER)
            session.events.register("before-parameter-build", self._remember)
            session.events.register("before-call", self._answer)
            return session

        return made

    def _remember(self, params: dict[str, Any], context: dict[str, Any], **others: object) -> None:
        context["asked"] = dict(params)

    def _answer(self, model: Any, context: dict[str, Any], **others: object) -> tuple[AWSResponse, Any] | None:
        service, operation = model.service_model.service_name, model.name
        self.called.append((service, operation))
        if operation in self.refused:
            return _response(403), {"Error": {"Code": "AccessDeniedException", "Message": "not authorized"}}
        answer = self._of(operation, context["asked"])
        if answer is None:
            return None
        if "Error" in answer:
            return _response(400), answer
        report = ParamValidator().validate(answer, model.output_shape)
        assert not report.has_errors(), report.generate_report()
        return _response(200), answer

    def _of(self, operation: str, asked: dict[str, Any]) -> dict[str, Any] | None:
        answers: dict[str, Callable[[], dict[str, Any] | None]] = {
            "GetServiceQuota": lambda: self._quota(asked["QuotaCode"]),
            "GetAWSDefaultServiceQuota": lambda: {"Quota": {"Value": self.quotas.get(asked["QuotaCode"], ENOUGH)}},
            "GetTraceSegmentDestination": lambda: dict(self.tracing),
            "GetAccountSettings": lambda: {"DeletionProtection": self.protection},
            "GetAccountLimit": lambda: {
                "Limit": {"Type": asked["Type"], "Value": self.zones[0]},
                "Count": self.zones[1],
            },
            "GetMetricStatistics": lambda: {"Datapoints": [{"Maximum": self.cpus}]},
            "ListApplications": lambda: {"Items": [{"Id": "abcdefg", "Name": "another"}]},
            "ListDeploymentStrategies": lambda: {"Items": [{"Name": "AppConfig.AllAtOnce"}, {"Name": "another"}]},
            "ListAccountSettings": lambda: {"settings": [{"name": "awsvpcTrunking", "value": self.trunking}]},
            "DescribePullThroughCacheRules": lambda: {
                "pullThroughCacheRules": [{"ecrRepositoryPrefix": each} for each in self.cache]
            },
            "DescribeAvailabilityZones": lambda: self._zones(asked["ZoneNames"]),
        }
        return answers[operation]() if operation in answers else None

    def _quota(self, code: str) -> dict[str, Any]:
        if code in self.never_changed:
            return {"Error": {"Code": "NoSuchResourceException", "Message": code}}
        quota: dict[str, Any] = {"QuotaCode": code, "Value": self.quotas.get(code, ENOUGH)}
        if code in ("L-3032A538", "L-1216C47A"):
            quota["UsageMetric"] = {
                "MetricNamespace": "AWS/Usage",
                "MetricName": "ResourceCount",
                "MetricDimensions": {"Service": "Fargate", "Resource": "vCPU"},
                "MetricStatisticRecommendation": "Maximum",
            }
        return {"Quota": quota}

    def _zones(self, names: list[str]) -> dict[str, Any] | None:
        if self.zone_type is None:
            return None
        return {"AvailabilityZones": [{"ZoneName": each, "ZoneType": self.zone_type} for each in names]}


_LOADER = create_loader()
"""Botocore's models of the services, read once for all tests: each is some megabytes of JSON."""


def _response(status: int) -> AWSResponse:
    return AWSResponse(None, status, {}, None)
