"""The network of a mesh: the caller's own, or a small one for development."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from meshwright.field_docs import documented, documented_component
from meshwright.problems import Problem
from meshwright.provision.ecs import identity
from meshwright.provision.stack import refused


@documented
@dataclass(frozen=True)
class Network:
    """A VPC and the subnets in which tasks run."""

    vpc: pulumi.Input[str]
    """The id of the VPC."""

    subnets: Sequence[pulumi.Input[str]]
    """The ids of the subnets for tasks, one in each zone. They need a NAT gateway, or endpoints for ECR, S3, CloudWatch
    Logs and AppConfig."""

    public_subnets: Sequence[pulumi.Input[str]] = ()
    """The ids of the subnets for internet-facing load balancers. Default: none, so that gateways can only be internal."""

    def problems(self) -> list[Problem]:
        """Known values that cannot be the id of a VPC or subnet."""
        found = [_form("vpc", self.vpc, "vpc")]
        for field, subnets in (("subnets", self.subnets), ("public_subnets", self.public_subnets)):
            if isinstance(subnets, str):
                found.append(_not_an_id((field,), subnets, "a list of subnets, even of one"))
                continue
            found += [_form("subnet", each, field, at) for at, each in enumerate(subnets)]
        if not self.subnets:
            found.append(_not_an_id(("subnets",), "no subnet", "one subnet in each zone for tasks"))
        return [each for each in found if each]


def _form(kind: str, value: object, *path: str | int) -> Problem | None:
    if isinstance(value, str) and not re.fullmatch(rf"{kind}-[0-9a-f]{{8,17}}", value):
        return _not_an_id(path, f'"{value}"', f'the id of a {kind}, as in "{kind}-0a1b2c3d4e5f67890"')
    return None


def _not_an_id(path: tuple[str | int, ...], found: str, expected: str) -> Problem:
    return Problem(
        "MW402", ("network", *path), found, expected, "give the id as AWS shows it, or the Output that holds it"
    )


@documented_component
class DevelopmentNetwork(pulumi.ComponentResource):
    """A small VPC in two zones for development: private subnets for tasks, public ones for load balancers.

    It has one NAT gateway, in one zone, and is not meant for production. S3 is reached through a gateway endpoint, which
    is free.

    Raises pulumi.RunError (MW408) if a deployed one had another region or other addresses.

    Args:
        name: The name of the component. The names of its resources begin with it.
        region: The AWS region.
        cidr: Its addresses, a /16. Default: "10.0.0.0/16".
        tags: Tags of every resource. Default: none.
        opts: Pulumi's options of the component. Default: none.
    """

    network: Network
    """The network, as the other components take it."""

    def __init__(
        self,
        name: str,
        *,
        region: str,
        cidr: str = "10.0.0.0/16",
        tags: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        base = re.fullmatch(r"(\d+\.\d+)\.0\.0/16", cidr)
        if base is None:
            raise ValueError(f'cidr: "{cidr}" is not a /16, as in "10.0.0.0/16"')
        if moved := identity.of_network(name, region, cidr):
            raise refused(moved)
        super().__init__("meshwright:index:DevelopmentNetwork", name, {"region": region, "cidr": cidr}, opts)
        below = pulumi.ResourceOptions(parent=self)
        labels = {**(tags or {}), "Name": name}
        vpc = aws.ec2.Vpc(
            f"{name}-vpc",
            cidr_block=cidr,
            enable_dns_hostnames=True,
            enable_dns_support=True,
            region=region,
            tags=labels,
            opts=below,
        )
        internet = aws.ec2.InternetGateway(f"{name}-internet", vpc_id=vpc.id, region=region, tags=labels, opts=below)

        # Not every region has zones a and b: Tokyo has a, c and d. Resources are named a and b in any region.
        zones = aws.get_availability_zones_output(
            state="available",
            filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
            region=region,
            opts=pulumi.InvokeOutputOptions(parent=self),
        ).names

        def subnet(kind: str, zone: str, third: int) -> aws.ec2.Subnet:
            return aws.ec2.Subnet(
                f"{name}-{kind}-{zone}",
                vpc_id=vpc.id,
                availability_zone=zones["ab".index(zone)],
                cidr_block=f"{base[1]}.{third}.0/20",
                map_public_ip_on_launch=False,
                region=region,
                tags={**labels, "Name": f"{name}-{kind}-{zone}"},
                opts=below,
            )

        def table(kind: str, subnets: Sequence[aws.ec2.Subnet]) -> aws.ec2.RouteTable:
            made = aws.ec2.RouteTable(f"{name}-{kind}", vpc_id=vpc.id, region=region, tags=labels, opts=below)
            for zone, each in zip("ab", subnets, strict=True):
                aws.ec2.RouteTableAssociation(
                    f"{name}-{kind}-{zone}", route_table_id=made.id, subnet_id=each.id, region=region, opts=below
                )
            return made

        public = [subnet("public", zone, at * 16) for at, zone in enumerate("ab")]
        private = [subnet("private", zone, 128 + at * 16) for at, zone in enumerate("ab")]
        out, inside = table("public", public), table("private", private)
        to_internet = aws.ec2.Route(
            f"{name}-public",
            route_table_id=out.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=internet.id,
            region=region,
            opts=below,
        )
        address = aws.ec2.Eip(f"{name}-nat", domain="vpc", region=region, tags=labels, opts=below)
        nat = aws.ec2.NatGateway(
            f"{name}-nat",
            allocation_id=address.id,
            subnet_id=public[0].id,
            region=region,
            tags=labels,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[to_internet]),
        )
        way_out = aws.ec2.Route(
            f"{name}-private",
            route_table_id=inside.id,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.id,
            region=region,
            opts=below,
        )
        endpoint = aws.ec2.VpcEndpoint(
            f"{name}-s3",
            vpc_id=vpc.id,
            service_name=f"com.amazonaws.{region}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[inside.id],
            region=region,
            tags=labels,
            opts=below,
        )
        # A resource in a subnet waits for the routes out of it, and is deleted before them.
        reachable = pulumi.Output.all(way_out.id, endpoint.id)
        subnets = [pulumi.Output.all(each.id, reachable).apply(lambda values: str(values[0])) for each in private]
        self.network = Network(vpc.id, subnets, [each.id for each in public])
        self.register_outputs({"vpc": vpc.id, "subnets": subnets})
