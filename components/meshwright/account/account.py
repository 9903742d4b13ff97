"""An AWS account that is only read: every call is one of `ACTIONS`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import boto3
import botocore.config
from botocore.exceptions import BotoCoreError, ClientError

ACTIONS = {
    "appconfig:GetAccountSettings": "whether a deleted environment is protected for a while",
    "appconfig:ListApplications": "how many AppConfig applications there are",
    "appconfig:ListDeploymentStrategies": "how many deployment strategies there are",
    "cloudwatch:GetMetricStatistics": "how many vCPUs are in use",
    "ec2:DescribeAddresses": "how many Elastic IP addresses there are",
    "ec2:DescribeAvailabilityZones": "whether Fargate runs in the zones of the subnets",
    "ec2:DescribeInternetGateways": "how many internet gateways there are",
    "ec2:DescribeNetworkInterfaces": "how many network interfaces there are",
    "ec2:DescribeSecurityGroups": "how many security groups there are",
    "ec2:DescribeSubnets": "the zones and free addresses of the subnets",
    "ec2:DescribeVpcAttribute": "whether the VPC resolves private names",
    "ec2:DescribeVpcs": "how many VPCs there are",
    "ecr:DescribeImages": "whether the images are in ECR",
    "ecr:DescribePullThroughCacheRules": "whether ECR would fetch an image that it does not have",
    "ecs:DescribeClusters": "how many services the cluster has",
    "ecs:ListAccountSettings": "whether many tasks have room on a machine",
    "elasticloadbalancing:DescribeLoadBalancers": "how many load balancers there are",
    "elasticloadbalancing:DescribeTargetGroups": "how many target groups there are",
    "iam:GetAccountSummary": "how many roles there are, and may be",
    "route53:GetAccountLimit": "how many hosted zones there are, and may be",
    "servicediscovery:ListNamespaces": "how many namespaces there are, and whether the mesh is one of them",
    "servicequotas:GetAWSDefaultServiceQuota": "the quotas that AWS has never changed for the account",
    "servicequotas:GetServiceQuota": "the quotas of the account",
    "sts:GetCallerIdentity": "which account it is, and who asks",
    "xray:GetTraceSegmentDestination": "whether traces can be searched",
}
"""Every IAM action that is used, with the question that it answers. docs/doctor.md lists them as a policy."""

_READ_ONLY = ("Describe", "Get", "List")
_PREFIXES = {"elbv2": "elasticloadbalancing", "service-quotas": "servicequotas"}
_DENIED = ("AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation")

Value = TypeVar("Value")


@dataclass(frozen=True)
class Unanswered:
    """A question without an answer. `what` is not known, because `action` failed for the reason `why`."""

    what: str
    action: str
    denied: bool
    why: str


class Account:
    """Asks AWS with the caller's own credentials. What one question cannot learn, the others still ask."""

    def __init__(self, region: str, profile: str | None = None) -> None:
        self.region = region
        self.unanswered: list[Unanswered] = []
        self._session = boto3.Session(profile_name=profile, region_name=region)
        self._clients: dict[tuple[str, str], Any] = {}
        self._known: dict[str, Any] = {}
        self._action = ""

    def ask(self, what: str, question: Callable[[], Value]) -> Value | None:
        """The answer. If AWS gives none, None, and `what` is noted as unanswered."""
        try:
            return question()
        except ClientError as error:
            denied = _code(error) in _DENIED
            why = "" if denied else f"{_code(error)}: {error.response['Error'].get('Message', '')}"
        except BotoCoreError as error:
            denied, why = False, str(error)
        self.unanswered.append(Unanswered(what, self._action, denied, why))
        return None

    def call(self, service: str, operation: str, *, region: str | None = None, **arguments: object) -> dict[str, Any]:
        """The answer of one call, as in `call("ec2", "describe_vpcs")`. Raises what botocore raises."""
        client = self._client(service, operation, region)
        answer: dict[str, Any] = self._once(
            (service, operation, region, arguments), lambda: getattr(client, operation)(**arguments)
        )
        return answer

    def each(self, service: str, operation: str, key: str, **arguments: object) -> list[Any]:
        """Everything in the list `key` of all pages of an answer."""
        pages = self._client(service, operation).get_paginator(operation)
        found: list[Any] = self._once(
            (service, operation, key, arguments),
            lambda: [each for page in pages.paginate(**arguments) for each in page[key]],
        )
        return found

    def count(self, service: str, operation: str, key: str, **arguments: object) -> int:
        """How many there are in the list `key` of all pages of an answer."""
        return len(self.each(service, operation, key, **arguments))

    def _once(self, question: tuple[object, ...], ask: Callable[[], Any]) -> Any:
        """The answer to a question, which several quotas may have in common: AWS is asked once."""
        asked = repr(question)
        if asked not in self._known:
            self._known[asked] = ask()
        return self._known[asked]

    def _client(self, service: str, operation: str, region: str | None = None) -> Any:
        where = region or self.region
        if (service, where) not in self._clients:
            patient = botocore.config.Config(
                retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=5, read_timeout=30
            )
            self._clients[service, where] = self._session.client(service, region_name=where, config=patient)
        client = self._clients[service, where]
        called = client.meta.method_to_api_mapping[operation]
        self._action = f"{_PREFIXES.get(service, service)}:{called}"
        if self._action not in ACTIONS or not called.startswith(_READ_ONLY):
            raise ValueError(f"{self._action} is not in the table of actions that only read")
        return client


def is_error(error: ClientError, *codes: str) -> bool:
    """Whether AWS's answer has one of these error codes."""
    return _code(error) in codes


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
