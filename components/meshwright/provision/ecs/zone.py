"""The private zones in which applications resolve the mesh's names. A VPC has one of a name."""

from collections.abc import Iterable, Mapping

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.problems import Problem
from meshwright.provision.ecs.network import Network
from meshwright.targets.ecs.model import EcsEnvironment
from meshwright.targets.ecs.tags import owner


def capture_zone(
    name: str,
    layout: EcsEnvironment,
    zone: str,
    records: Mapping[str, str],
    *,
    vpc: pulumi.Input[str],
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> None:
    """One zone, and its records. The zone of the mesh has the name of the component, others have their own beside it."""
    own = zone == names.capture_zone(layout.mesh)
    made = aws.route53.Zone(
        f"{name}-capture" if own else f"{name}-capture-{zone}",
        name=zone,
        comment=f"The services of mesh {layout.mesh}, for applications",
        vpcs=[{"vpc_id": vpc, "vpc_region": layout.region}],
        tags=dict(tags),
        opts=opts,
    )
    for record, address in records.items():
        label = record.removesuffix(f".{zone}").replace("*", "all")
        aws.route53.Record(
            f"{name}-capture-{label}",
            zone_id=made.zone_id,
            name=record,
            type="A",
            ttl=300,
            records=[address],
            opts=opts,
        )


def taken(layout: EcsEnvironment, network: Network | None, ask: pulumi.InvokeOptions) -> Iterable[Problem]:
    """The problem that another owner, mostly another environment of the mesh, has a zone in this VPC (MW407).

    Route 53 is asked if the VPC's id is known. If it does not answer, nothing is reported: Route 53 itself then rejects a
    second zone, in the middle of the `up`.
    """
    if network is None or not isinstance(network.vpc, str):
        return
    for zone in layout.capture_zones:
        try:
            found = aws.route53.get_zone(name=zone, private_zone=True, vpc_id=network.vpc, opts=ask)
        except Exception:
            # The provider reports by an error that there is no such zone, and has no other lookup.
            continue
        mesh, environment, _ = owner(found.tags or {})
        if (mesh, environment) == (layout.mesh, layout.environment):
            continue
        whose = f"environment {environment} of the mesh" if mesh == layout.mesh else "somebody else"
        yield Problem(
            "MW407",
            ("network", "vpc"),
            f'"{network.vpc}", in which {whose} has the zone {zone}',
            "a VPC for each environment of a mesh: their applications call the same names",
            "give this environment another VPC, or its mesh another name",
        )
