"""The private zone in which applications resolve the mesh's names. A VPC has one of a name."""

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.plan import Plan
from meshwright.problems import Problem
from meshwright.provision.ecs.network import Network
from meshwright.targets.ecs.tags import owner


def taken(plan: Plan, network: Network | None, ask: pulumi.InvokeOptions) -> list[Problem]:
    """The problem that another owner, mostly another environment of the mesh, has the zone in this VPC (MW407).

    Route 53 is asked if the VPC's id is known. If it does not answer, nothing is reported: Route 53 itself then rejects a
    second zone, in the middle of the `up`.
    """
    if network is None or not isinstance(network.vpc, str):
        return []
    zone = names.capture_zone(plan.mesh)
    try:
        found = aws.route53.get_zone(name=zone, private_zone=True, vpc_id=network.vpc, opts=ask)
    except Exception:
        # The provider reports by an error that there is no such zone, and has no other lookup.
        return []
    mesh, environment, _ = owner(found.tags or {})
    if (mesh, environment) == (plan.mesh, plan.environment):
        return []
    whose = f"environment {environment} of the mesh" if mesh == plan.mesh else "somebody else"
    return [
        Problem(
            "MW407",
            ("network", "vpc"),
            f'"{network.vpc}", in which {whose} has the zone {zone}',
            "a VPC for each environment of a mesh: their applications call the same names",
            "give this environment another VPC, or its mesh another name",
        )
    ]
