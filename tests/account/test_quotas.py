"""Quotas: what the plan needs and what the account has are together held against what AWS allows it."""

import boto3
import pytest
from tests.account.doubles import ENOUGH, Doubles
from tests.account.shop import REGION, asked, plan, subnets

from meshwright import Ec2, Inline, names
from meshwright.account import Placement, Report
from meshwright.account.quotas import QUOTAS
from meshwright.problems import Problem, Severity

FARGATE, EC2 = "L-3032A538", "L-1216C47A"


def quota(report: Report, what: str) -> tuple[float, float, float | None, float]:
    row = next(each for each in report.rows if each.quota.what == what)
    assert row.limit is not None
    return row.need.first, row.need.most, row.limit.has, row.limit.most


def exceeded(report: Report) -> list[Problem]:
    return [each for each in report.problems if each.code == "MW501"]


def test_nothing_is_reported_where_everything_fits(doubles: Doubles) -> None:
    report = asked(plan(), Placement(subnets=subnets(boto3.client("ec2", region_name=REGION))))
    assert report.problems == ()
    assert report.account == "123456789012"
    assert not report.deployed


def test_what_the_first_up_needs_is_an_error(doubles: Doubles) -> None:
    # A gateway and a service, two tasks each, of half a CPU.
    doubles.quotas[FARGATE], doubles.cpus = 6, 5
    [problem] = exceeded(asked(plan()))
    assert problem.severity is Severity.ERROR
    assert problem.place is not None
    assert problem.path == ("platform",)
    assert problem.found == "2 Fargate vCPUs, beside 5 that the account has"
    assert problem.expected == "at most 6 (fargate L-3032A538)"
    assert problem.fix == "ask for 7 or more in Service Quotas, or describe less"


def test_what_a_large_mesh_needs_later_is_advice(doubles: Doubles) -> None:
    # At its largest it has four tasks each, and twice as many while both services are deployed.
    doubles.quotas[FARGATE] = 7
    [problem] = exceeded(asked(plan()))
    assert problem.severity is Severity.ADVICE
    assert problem.found.startswith("8 Fargate vCPUs at its largest, while every service is deployed")


def test_a_deployed_environment_is_not_counted_twice_as_an_error(doubles: Doubles) -> None:
    doubles.quotas[FARGATE], doubles.cpus = 3, 2
    vpc = boto3.client("ec2", region_name=REGION).create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    mesh = plan()
    cloud_map = boto3.client("servicediscovery", region_name=REGION)
    cloud_map.create_private_dns_namespace(Name=names.tasks_zone("shop", "prod"), Vpc=vpc)
    report = asked(mesh)
    assert report.deployed
    [problem] = exceeded(report)
    assert problem.severity is Severity.ADVICE
    assert "may be counted twice" in problem.found


def test_a_quota_that_was_never_changed_is_aws_own(doubles: Doubles) -> None:
    doubles.never_changed.add(FARGATE)
    doubles.quotas[FARGATE] = 1
    assert quota(asked(plan()), "Fargate vCPUs")[3] == 1


def test_what_exists_is_counted(doubles: Doubles) -> None:
    ec2 = boto3.client("ec2", region_name=REGION)
    before = asked(plan())
    made = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    [subnet] = subnets(ec2, "c", vpc=made)
    for at in range(3):
        ec2.create_security_group(GroupName=f"g{at}", Description="g", VpcId=made)
        ec2.create_network_interface(SubnetId=subnet)
    after = asked(plan())
    for what, more in (("security groups", 4), ("network interfaces", 3)):
        has, had = quota(after, what)[2], quota(before, what)[2]
        assert has is not None
        assert had is not None
        assert has - had == more, what
    assert quota(after, "AppConfig applications") == (2, 2, 1, ENOUGH)
    assert quota(after, "AppConfig deployment strategies") == (2, 2, 1, ENOUGH)  # without AWS's own
    assert quota(after, "Route 53 hosted zones")[2:] == (3, 500)


def test_load_balancers_are_counted_by_kind(doubles: Doubles) -> None:
    ec2 = boto3.client("ec2", region_name=REGION)
    both = subnets(ec2)
    boto3.client("elbv2", region_name=REGION).create_load_balancer(Name="other", Subnets=both, Type="network")
    mesh = plan()
    kind = next(iter(mesh.platform.load_balancers.values()))  # type: ignore[attr-defined]
    assert quota(asked(mesh), f"{kind} load balancers")[2] == (1 if kind == "network" else 0)


def test_services_of_the_given_cluster_are_counted(doubles: Doubles) -> None:
    boto3.client("ecs", region_name=REGION).create_cluster(clusterName="theirs")
    assert quota(asked(plan()), "services of an ECS cluster")[2] is None
    assert quota(asked(plan(), Placement(cluster="theirs")), "services of an ECS cluster") == (2, 2, 0, ENOUGH)


def test_an_own_network_needs_a_vpc_and_production_has_none(doubles: Doubles) -> None:
    def asks_for_a_vpc(environment: str) -> bool:
        return any(each.quota.what == "VPCs" for each in asked(plan(environment)).rows)

    assert asks_for_a_vpc("dev")
    assert not asks_for_a_vpc("prod")


def test_machines_need_vcpus_where_the_cluster_is_created(doubles: Doubles) -> None:
    mesh = plan("dev", platform=Ec2(REGION))
    doubles.quotas[EC2] = 1
    assert exceeded(asked(mesh))[0].found.startswith("2 vCPUs of EC2 instances")
    assert not exceeded(asked(mesh, Placement(cluster="theirs")))


def test_each_quota_has_a_code_of_its_own() -> None:
    assert len({each.where for each in QUOTAS}) == len(QUOTAS)
    assert len({each.what for each in QUOTAS}) == len(QUOTAS)


@pytest.mark.parametrize("number", [1, 30])
def test_needs_grow_with_the_mesh(doubles: Doubles, number: int) -> None:
    report = asked(plan(services=number))
    assert quota(report, "IAM roles")[0] == 2 * (number + 1) + 1
    assert quota(report, "services of an ECS cluster")[0] == number + 1
    assert quota(report, "security groups")[0] == 1 + (number + 1) + 1


def test_inline_delivery_needs_no_appconfig(doubles: Doubles) -> None:
    rows = asked(plan(delivery=Inline())).rows
    assert not [each.quota.what for each in rows if "AppConfig" in each.quota.what]
    assert ("appconfig", "ListApplications") not in doubles.called
