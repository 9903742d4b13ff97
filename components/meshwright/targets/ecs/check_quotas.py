"""MW322: more of something than AWS allows an account by default, with the mesh alone."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from meshwright.checks.finding import finding
from meshwright.plan.index import Index
from meshwright.problems import Problem
from meshwright.targets.ecs.model import EcsEnvironment, EcsProxy
from meshwright.targets.ecs.platform import platform


@dataclass(frozen=True)
class Quota:
    """What AWS allows by default, and raises on request. `needs`: how many the environment needs."""

    service: str
    what: str
    default: int
    needs: Callable[[EcsEnvironment], int]


def applications(layout: EcsEnvironment) -> int:
    """The AppConfig applications: one for each service."""
    return len(layout.shared) if layout.appconfig else 0


def versions(layout: EcsEnvironment) -> int:
    """The environments of the AppConfig application that has most: one for each version of its service."""
    counted = Counter(each.service_name for each in layout.proxies.values())
    return max(counted.values(), default=0) if layout.appconfig else 0


def balanced(layout: EcsEnvironment, kind: str) -> list[EcsProxy]:
    """The gateways with a load balancer of this kind."""
    return [
        each for each in layout.proxies.values() if each.load_balancer is not None and each.load_balancer.kind == kind
    ]


QUOTAS = (
    Quota("AWS AppConfig", "applications of AppConfig in a region", 100, applications),
    Quota("AWS AppConfig", "environments of an AppConfig application: versions of one service", 20, versions),
    Quota(
        "AWS Cloud Map",
        "instances in a Cloud Map namespace: tasks that are called",
        2000,
        lambda layout: sum(each.service.high for each in layout.proxies.values() if each.discovery),
    ),
    Quota("IAM", "IAM roles: at least two for each service", 1000, lambda layout: 2 * len(layout.shared) + 1),
    Quota(
        "Elastic Load Balancing", "network load balancers in a region", 50, lambda each: len(balanced(each, "network"))
    ),
    Quota(
        "Elastic Load Balancing",
        "application load balancers in a region",
        50,
        lambda each: len(balanced(each, "application")),
    ),
)
"""From memory and notes, not read from an account: what holds is in Service Quotas, where the fix sends its reader."""


def check(index: Index, layout: EcsEnvironment) -> Iterable[Problem]:
    """Each quota that the mesh alone exceeds. What else the account has is not known here."""
    for quota in QUOTAS:
        needed = quota.needs(layout)
        if needed > quota.default:
            yield finding(
                "MW322",
                platform(index.plan).origin,
                found=f"{needed} {quota.what}",
                expected=f"at most {quota.default}, unless AWS has raised the quota of your account",
                fix=f"look at {quota.service} in AWS's Service Quotas, and request {needed} or more before `pulumi up`",
            )
