"""How many of each thing the account has: one function a quota."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from meshwright.account.account import Account
from meshwright.account.situation import Situation

Count = Callable[[Account, Situation], float | None]


def _all(service: str, operation: str, key: str) -> Count:
    return lambda account, situation: account.count(service, operation, key)


interfaces = _all("ec2", "describe_network_interfaces", "NetworkInterfaces")
groups = _all("ec2", "describe_security_groups", "SecurityGroups")
vpcs = _all("ec2", "describe_vpcs", "Vpcs")
internet_gateways = _all("ec2", "describe_internet_gateways", "InternetGateways")
applications = _all("appconfig", "list_applications", "Items")
namespaces = _all("servicediscovery", "list_namespaces", "Namespaces")
target_groups = _all("elbv2", "describe_target_groups", "TargetGroups")


def elastic_addresses(account: Account, situation: Situation) -> float:
    """The Elastic IP addresses: an answer without pages."""
    return len(account.call("ec2", "describe_addresses")["Addresses"])


def strategies(account: Account, situation: Situation) -> float:
    """The deployment strategies of the account, without those that AWS has for everybody."""
    found = account.each("appconfig", "list_deployment_strategies", "Items")
    return sum(1 for each in found if not each["Name"].startswith("AppConfig."))


def balancers(kind: str) -> Count:
    """The load balancers of one kind."""
    return lambda account, situation: sum(
        1 for each in account.each("elbv2", "describe_load_balancers", "LoadBalancers") if each["Type"] == kind
    )


def services(account: Account, situation: Situation) -> float | None:
    """The services of the cluster that is given. A new one has none."""
    if situation.placement.cluster is None:
        return None
    found = account.call("ecs", "describe_clusters", clusters=[situation.placement.cluster])["clusters"]
    return float(sum(each.get("activeServicesCount", 0) for each in found))


def measured(account: Account, quota: dict[str, Any]) -> float | None:
    """How much of a quota is in use, where Service Quotas names a metric of it. No data in an hour: nothing is in use."""
    metric = quota.get("UsageMetric")
    if not metric:
        return None
    now = datetime.now(UTC)
    found = account.call(
        "cloudwatch",
        "get_metric_statistics",
        Namespace=metric["MetricNamespace"],
        MetricName=metric["MetricName"],
        Dimensions=[{"Name": name, "Value": value} for name, value in metric["MetricDimensions"].items()],
        StartTime=now - timedelta(hours=1),
        EndTime=now,
        Period=300,
        Statistics=["Maximum"],
    )["Datapoints"]
    return max((float(each["Maximum"]) for each in found), default=0.0)
