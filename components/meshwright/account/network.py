"""MW502 to MW505: subnets, their zones and free addresses, and whether their VPC resolves private names."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from meshwright.account.account import Account
from meshwright.account.situation import Situation
from meshwright.problems import Problem, Severity

_FOR_APPLICATION = 8
"""Free addresses that an application load balancer needs in each subnet. Source: its user guide, "Subnets"."""

_FIX_VPC = "in the VPC's settings, switch on DNS resolution and DNS hostnames"

Subnets = dict[str, dict[str, Any]]
"""What AWS says of each subnet, by id."""


def problems(account: Account, situation: Situation) -> Iterator[Problem]:
    """What is wrong with the network that is given. Nothing is asked without one."""
    placement = situation.placement
    wanted = [*placement.subnets, *placement.public_subnets]
    if not wanted:
        return
    subnets = account.ask("the subnets", lambda: _subnets(account, wanted))
    if subnets is None:
        return
    vpc = placement.vpc or next((subnets[each]["VpcId"] for each in placement.subnets if each in subnets), None)
    yield from _missing(situation, subnets, vpc)
    yield from _unfit_zones(account, situation, subnets)
    yield from _few_zones(situation, subnets)
    yield from _few_addresses(situation, subnets)
    if vpc is not None:
        yield from account.ask(f"whether {vpc} resolves private names", lambda: _names(account, situation, vpc)) or []


def _subnets(account: Account, wanted: Sequence[str]) -> Subnets:
    # By a filter: asked by id, one unknown subnet would be all that AWS answers.
    by_id = {"Name": "subnet-id", "Values": list(dict.fromkeys(wanted))}
    return {each["SubnetId"]: each for each in account.each("ec2", "describe_subnets", "Subnets", Filters=[by_id])}


def _paths(situation: Situation) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for name, subnets in (
        ("subnets", situation.placement.subnets),
        ("public-subnets", situation.placement.public_subnets),
    ):
        for at, each in enumerate(subnets):
            yield ("network", name, at), each


def _missing(situation: Situation, subnets: Subnets, vpc: str | None) -> Iterator[Problem]:
    for path, each in _paths(situation):
        if each not in subnets:
            found = f'"{each}", which this account does not have in {situation.layout.region}'
        elif subnets[each]["VpcId"] != vpc:
            found = f'"{each}" in {subnets[each]["VpcId"]}'
        else:
            continue
        expected = f"a subnet of {vpc}" if vpc else "a subnet of the account and region"
        yield situation.problem(
            "MW502",
            *path,
            found=found,
            expected=expected,
            fix="give one that the account has, or change to its account",
        )


def _unfit_zones(account: Account, situation: Situation, subnets: Subnets) -> Iterator[Problem]:
    zones = sorted({each["AvailabilityZone"] for each in subnets.values()})
    if not zones or not situation.fargate:
        return
    answer = account.ask(
        "the kind of the subnets' zones",
        lambda: account.call("ec2", "describe_availability_zones", ZoneNames=zones)["AvailabilityZones"],
    )
    kinds = {each["ZoneName"]: each.get("ZoneType", "availability-zone") for each in answer or []}
    for path, each in _paths(situation):
        kind = kinds.get(subnets[each]["AvailabilityZone"]) if each in subnets else None
        if kind not in (None, "availability-zone"):
            yield situation.problem(
                "MW502",
                *path,
                found=f'"{each}" in {subnets[each]["AvailabilityZone"]}, a {kind}',
                expected="an Availability Zone: Fargate runs in no other kind of zone",
                fix="give a subnet in one, or describe platform=Ec2(...)",
            )


def _few_zones(situation: Situation, subnets: Subnets) -> Iterator[Problem]:
    def zones(ids: Sequence[str]) -> Counter[str]:
        return Counter(subnets[each]["AvailabilityZone"] for each in ids if each in subnets)

    for proxy in situation.balancers:
        found = zones(situation.balancer_subnets(proxy))
        name = "public-subnets" if situation.placement.gateway(proxy.name).public else "subnets"
        twice = [zone for zone, number in found.items() if number > 1]
        if twice:
            yield situation.problem(
                "MW503",
                "network",
                name,
                found=f'{found[twice[0]]} subnets in {twice[0]}, for the load balancer of gateway "{proxy.name}"',
                expected="one in each zone: a load balancer takes no second one",
                fix=f"leave all but one subnet of {twice[0]} out",
            )
        elif found and len(found) < 2 and proxy.load_balancer and proxy.load_balancer.kind == "application":
            yield situation.problem(
                "MW503",
                "network",
                name,
                found=f'one zone, {next(iter(found))}, for the load balancer of gateway "{proxy.name}"',
                expected="two zones or more for an application load balancer",
                fix=f'add a subnet in another zone, or describe load_balancers={{"{proxy.name}": "network"}}',
            )
    of_tasks = zones(situation.placement.subnets)
    if len(of_tasks) == 1:
        yield situation.problem(
            "MW503",
            "network",
            "subnets",
            found=f"one zone, {next(iter(of_tasks))}, for every task",
            expected="two zones or more, so that the mesh outlives one",
            fix="add a subnet in another zone",
            override=Severity.ADVICE,
        )


def _few_addresses(situation: Situation, subnets: Subnets) -> Iterator[Problem]:
    free = {each: subnets[each]["AvailableIpAddressCount"] for each in situation.placement.subnets if each in subnets}
    need, total = situation.addresses, sum(free.values())
    if free and total < need.most:
        at_once = total < need.first
        wanted = need.first if at_once else need.most
        when = "the first `up`" if at_once else "every service at its largest while it is deployed"
        yield situation.problem(
            "MW504",
            "network",
            "subnets",
            found=f"{total} free addresses in {len(free)} subnet{'s' * (len(free) != 1)}",
            expected=f"{wanted:g} or more, for {when}: each task and load balancer has an address of its own",
            fix="give larger subnets or more of them, or describe fewer tasks",
            override=None if at_once else Severity.ADVICE,
        )
    for proxy in situation.balancers:
        if proxy.load_balancer is None or proxy.load_balancer.kind != "application":
            continue
        for each in situation.balancer_subnets(proxy):
            if each in subnets and subnets[each]["AvailableIpAddressCount"] < _FOR_APPLICATION:
                yield situation.problem(
                    "MW504",
                    "network",
                    found=f"{subnets[each]['AvailableIpAddressCount']} free addresses in {each}",
                    expected=f"{_FOR_APPLICATION} or more in each subnet of an application load balancer",
                    fix=f'give another subnet, or describe load_balancers={{"{proxy.name}": "network"}}',
                )


def _names(account: Account, situation: Situation, vpc: str) -> list[Problem]:
    off = []
    for attribute in ("enableDnsSupport", "enableDnsHostnames"):
        answer = account.call("ec2", "describe_vpc_attribute", VpcId=vpc, Attribute=attribute)
        if not answer[attribute[0].upper() + attribute[1:]]["Value"]:
            off.append(attribute)
    if not off:
        return []
    return [
        situation.problem(
            "MW505",
            "network",
            "vpc",
            found=f"{vpc} without {' and '.join(off)}",
            expected="both enableDnsSupport and enableDnsHostnames: tasks find one another in private zones",
            fix=_FIX_VPC,
        )
    ]
