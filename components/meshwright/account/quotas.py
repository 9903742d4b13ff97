"""MW501: a quota of the account that the plan, with what the account already has, would exceed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from botocore.exceptions import ClientError

from meshwright.account import counts, needs
from meshwright.account.account import Account, is_error
from meshwright.account.situation import Need, Situation
from meshwright.problems import Problem, Severity


@dataclass(frozen=True)
class Limit:
    """How many the account may have, and how many it has. None: only the plan's own count."""

    most: float
    has: float | None


Ask = Callable[[Account, Situation], Limit]


@dataclass(frozen=True)
class Quota:
    """One quota. `where` names it in Service Quotas, as in "vpc L-DF5E4CA3", or the service that has it elsewhere."""

    what: str
    where: str
    need: Callable[[Situation], Need]
    ask: Ask


@dataclass(frozen=True)
class Row:
    """What the account answered about one quota. None: it did not."""

    quota: Quota
    need: Need
    limit: Limit | None

    def as_json(self) -> dict[str, object]:
        """The row as plain values, for programs."""
        return {
            "what": self.quota.what,
            "quota": self.quota.where,
            "needs": self.need.first,
            "at_most": self.need.most,
            "has": self.limit.has if self.limit else None,
            "allowed": self.limit.most if self.limit else None,
        }


def _quota(what: str, where: str, need: Callable[[Situation], Need], has: counts.Count | None = None) -> Quota:
    """A quota of Service Quotas. `has`: absent where what exists does not count, or where the quota names its metric."""
    service, code = where.split()

    def ask(account: Account, situation: Situation) -> Limit:
        found = _applied(account, service, code)
        return Limit(float(found["Value"]), has(account, situation) if has else counts.measured(account, found))

    return Quota(what, where, need, ask)


def _applied(account: Account, service: str, code: str) -> dict[str, Any]:
    where = {"ServiceCode": service, "QuotaCode": code}
    try:
        answer = account.call("service-quotas", "get_service_quota", **where)
    except ClientError as error:
        if not is_error(error, "NoSuchResourceException"):
            raise
        # A quota that was never changed is not listed for every account.
        answer = account.call("service-quotas", "get_aws_default_service_quota", **where)
    quota: dict[str, Any] = answer["Quota"]
    return quota


def _roles(account: Account, situation: Situation) -> Limit:
    summary = account.call("iam", "get_account_summary")["SummaryMap"]
    return Limit(summary["RolesQuota"], summary["Roles"])


def _zones(account: Account, situation: Situation) -> Limit:
    found = account.call("route53", "get_account_limit", Type="MAX_HOSTED_ZONES_BY_OWNER")
    return Limit(found["Limit"]["Value"], found["Count"])


QUOTAS = (
    _quota("Fargate vCPUs", "fargate L-3032A538", needs.fargate_cpus),
    _quota("vCPUs of EC2 instances (standard)", "ec2 L-1216C47A", needs.machine_cpus),
    _quota("network interfaces", "vpc L-DF5E4CA3", needs.interfaces, counts.interfaces),
    _quota("security groups", "vpc L-E79EC296", needs.groups, counts.groups),
    _quota("rules of one security group", "vpc L-0EA8095F", needs.rules),
    _quota("VPCs", "vpc L-F678F1CE", needs.own_network, counts.vpcs),
    _quota("internet gateways", "vpc L-A4707A72", needs.own_network, counts.internet_gateways),
    _quota("Elastic IP addresses", "ec2 L-0263D0A3", needs.own_network, counts.elastic_addresses),
    _quota("services of an ECS cluster", "ecs L-9EF96962", needs.services, counts.services),
    _quota("AppConfig applications", "appconfig L-EEB0151E", needs.applications, counts.applications),
    _quota("environments of an AppConfig application", "appconfig L-A52E46BE", needs.versions),
    _quota("AppConfig deployment strategies", "appconfig L-F59D302B", needs.strategies, counts.strategies),
    _quota("Cloud Map namespaces", "AWSCloudMap L-0FE3F50E", needs.one, counts.namespaces),
    _quota("instances of a Cloud Map namespace", "AWSCloudMap L-D95E8A57", needs.found_tasks),
    Quota("Route 53 hosted zones", "Route 53", needs.zones, _zones),
    Quota("IAM roles", "IAM", needs.roles, _roles),
    _quota(
        "network load balancers",
        "elasticloadbalancing L-69A177A2",
        needs.balancers("network"),
        counts.balancers("network"),
    ),
    _quota(
        "application load balancers",
        "elasticloadbalancing L-53DA6B97",
        needs.balancers("application"),
        counts.balancers("application"),
    ),
    _quota("listeners of a network load balancer", "elasticloadbalancing L-57A373D6", needs.listeners("network")),
    _quota(
        "listeners of an application load balancer", "elasticloadbalancing L-B6DF7632", needs.listeners("application")
    ),
    _quota("target groups", "elasticloadbalancing L-B22855CB", needs.target_groups, counts.target_groups),
)
"""Every quota that a mesh could exceed. CloudWatch has none for the number of log groups. Sources of the codes: the pages
"quotas" of each service's manual, and lists of `aws service-quotas list-service-quotas`."""


def rows(account: Account, situation: Situation) -> list[Row]:
    """What the account answers about each quota that the plan touches."""
    found = []
    for quota in QUOTAS:
        need = quota.need(situation)
        if need.most:
            limit = account.ask(f"the quota for {quota.what}", partial(quota.ask, account, situation))
            found.append(Row(quota, need, limit))
    return found


def problems(situation: Situation, found: Iterable[Row], *, deployed: bool) -> Iterable[Problem]:
    """Each quota that is exceeded: by the first `up`, an error; later, when the mesh grows, advice. `deployed`: the
    environment exists, and what the account has may be its own, so that all is advice."""
    for row in found:
        if row.limit is None:
            continue
        has = row.limit.has or 0
        if has + row.need.most <= row.limit.most:
            continue
        at_once = has + row.need.first > row.limit.most
        needed = row.need.first if at_once else row.need.most
        when = "" if at_once else " at its largest, while every service is deployed"
        twice = "; its own, as it is deployed, may be counted twice" if deployed and row.limit.has else ""
        beside = "" if row.limit.has is None else f", beside {has:g} that the account has{twice}"
        yield situation.problem(
            "MW501",
            found=f"{needed:g} {row.quota.what}{when}{beside}",
            expected=f"at most {row.limit.most:g} ({row.quota.where})",
            fix=f"ask for {has + needed:g} or more in Service Quotas{'' if at_once else ' in time'}, or describe less",
            override=None if at_once and not deployed else Severity.ADVICE,
        )
