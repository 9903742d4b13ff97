"""The zone in which applications find the mesh, of which a VPC has one."""

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.plan import Plan
from meshwright.problems import Problem
from meshwright.provision.ecs.network import Network


def taken(plan: Plan, network: Network | None, ask: pulumi.InvokeOptions) -> list[Problem]:
    """That somebody else has the zone in this VPC: another environment of the mesh, mostly (MW407).

    Route 53 is asked where the VPC's id is known by now. Where it does not answer, nothing is said: then it refuses a
    second zone itself, in the middle of the `up`.
    """
    if network is None or not isinstance(network.vpc, str):
        return []
    zone = names.capture_zone(plan.mesh)
    try:
        found = aws.route53.get_zone(name=zone, private_zone=True, vpc_id=network.vpc, opts=ask)
    except Exception:
        # The provider says by an error that there is none, and knows no other way to ask.
        return []
    mesh, environment = ((found.tags or {}).get(name) for name in ("mesh", "environment"))
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
