"""Subnets, their zones and addresses, and the VPC's own names."""

from typing import Any

from tests.account.doubles import Doubles
from tests.account.shop import REGION, asked, new_vpc, plan, subnets

from meshwright import Ec2, Fargate, Scale, Task
from meshwright.account import Placement
from meshwright.account.placement import Gateway
from meshwright.problems import Problem, Severity, show_path

APPLICATION = Fargate(REGION, load_balancers={"public": "application"})


def found(placement: Placement, platform: Fargate | Ec2 | None = None) -> list[Problem]:
    return [each for each in asked(plan(platform=platform), placement).problems if each.code != "MW501"]


def test_two_zones_with_room_are_right(ec2: Any, doubles: Doubles) -> None:
    assert found(Placement(subnets=subnets(ec2))) == []


def test_a_subnet_that_is_not_there(ec2: Any, doubles: Doubles) -> None:
    [problem] = found(Placement(subnets=[*subnets(ec2), "subnet-0123456789abcdef0"]))
    assert problem.code == "MW502"
    assert show_path(problem.path) == "network.subnets[2]"
    assert problem.found == '"subnet-0123456789abcdef0", which this account does not have in eu-west-1'


def test_subnets_of_two_vpcs(ec2: Any, doubles: Doubles) -> None:
    own, other = subnets(ec2), subnets(ec2)
    [first, second] = found(Placement(subnets=own, public_subnets=other))
    assert {first.code, second.code} == {"MW502"}
    assert show_path(first.path) == 'network["public-subnets"][0]'
    assert first.found.startswith(f'"{other[0]}" in vpc-')


def test_the_vpc_of_the_configuration_decides(ec2: Any, doubles: Doubles) -> None:
    problems = found(Placement(subnets=subnets(ec2), vpc=new_vpc(ec2)))
    assert [each.code for each in problems] == ["MW502", "MW502"]


def test_fargate_runs_in_availability_zones_only(ec2: Any, doubles: Doubles) -> None:
    doubles.zone_type = "local-zone"
    placement = Placement(subnets=subnets(ec2))
    problems = found(placement)
    assert [each.code for each in problems] == ["MW502", "MW502"]
    assert "a local-zone" in problems[0].found
    assert found(placement, Ec2(REGION)) == []


def test_one_zone_is_advice_and_an_error_for_an_application_load_balancer(ec2: Any, doubles: Doubles) -> None:
    placement = Placement(subnets=subnets(ec2, "a"))
    [advice] = found(placement)
    assert (advice.code, advice.severity) == ("MW503", Severity.ADVICE)
    problems = found(placement, APPLICATION)
    assert [(each.code, each.severity) for each in problems] == [
        ("MW503", Severity.ERROR),
        ("MW503", Severity.ADVICE),
    ]


def test_a_load_balancer_takes_one_subnet_of_a_zone(ec2: Any, doubles: Doubles) -> None:
    [problem] = found(Placement(subnets=subnets(ec2, "aab")))
    assert (problem.code, problem.severity) == ("MW503", Severity.ERROR)
    assert problem.found == '2 subnets in eu-west-1a, for the load balancer of gateway "public"'


def test_a_public_gateway_is_in_the_public_subnets(ec2: Any, doubles: Doubles) -> None:
    vpc = new_vpc(ec2)
    own = subnets(ec2, "aab", vpc=vpc)
    public = [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{at}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"][
            "SubnetId"
        ]
        for at, zone in ((10, "a"), (11, "b"))
    ]
    gateways = {"public": Gateway(public=True)}
    assert found(Placement(subnets=own, public_subnets=public, gateways=gateways)) == []


def test_too_few_addresses(ec2: Any, doubles: Doubles) -> None:
    # Each /28 has 11 addresses that are not AWS's own.
    placement = Placement(subnets=subnets(ec2, mask=28))
    assert found(placement) == []
    [later] = found(placement, Fargate(REGION, tasks={"*": Task(scale=Scale(2, 9))}))
    assert (later.code, later.severity) == ("MW504", Severity.ADVICE)
    assert later.found == "22 free addresses in 2 subnets"
    assert later.expected.startswith("38 or more")
    [now] = found(placement, Fargate(REGION, tasks={"*": Task(scale=Scale(20, 20))}))
    assert (now.code, now.severity) == ("MW504", Severity.ERROR)
    assert now.expected.startswith("42 or more, for the first `up`")


def test_an_application_load_balancer_needs_room_in_each_subnet(ec2: Any, doubles: Doubles) -> None:
    vpc = new_vpc(ec2)
    small, large = subnets(ec2, vpc=vpc, mask=28)
    for _ in range(6):
        ec2.create_network_interface(SubnetId=small)
    [problem] = found(Placement(subnets=[small, large]), APPLICATION)
    assert problem.code == "MW504"
    assert problem.found == f"5 free addresses in {small}"


def test_a_vpc_must_resolve_private_names(ec2: Any, doubles: Doubles) -> None:
    [problem] = found(Placement(subnets=subnets(ec2, vpc=new_vpc(ec2, names=False))))
    assert problem.code == "MW505"
    assert problem.found.endswith("without enableDnsHostnames")


def test_without_subnets_nothing_is_asked_of_them(doubles: Doubles) -> None:
    report = asked(plan())
    assert ("ec2", "DescribeSubnets") not in doubles.called
    assert report.not_asked[0] == (
        "the network",
        "none is known; name its subnets with --subnet if the program passes a Network",
    )
