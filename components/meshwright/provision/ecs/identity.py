"""What an environment is known by: its mesh and name, its region, its VPC. They cannot change while it is deployed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from meshwright import names
from meshwright.plan import Plan
from meshwright.problems import Problem
from meshwright.provision import state
from meshwright.targets.ecs.platform import platform

if TYPE_CHECKING:
    from meshwright.provision.ecs.network import Network

_NAMESPACE = "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace"
_VPC = "aws:ec2/vpc:Vpc"

_WHY = (
    "describe it beside the deployed one, with a component of another name; move clients; then remove the deployed one"
)


def problems(foundation: str, plan: Plan, network: "Network | None", own_network: str = "") -> Iterator[Problem]:
    """The problem that one of them differs from what is deployed (MW408): nearly every resource would be replaced, and the
    names by which tasks find one another would be deleted while they use them.

    `foundation`: the name of the MeshFoundation. `network`: the given one; None: the DevelopmentNetwork `own_network`. A
    VPC that is only known later is not compared.
    """
    namespace = state.outputs(_NAMESPACE, f"{foundation}-namespace")
    if namespace is None:
        return
    wanted = {"name": names.tasks_zone(plan.mesh, plan.environment), "region": platform(plan).region}
    if network is None:
        own = state.outputs(_VPC, f"{own_network}-vpc")
        wanted["vpc"] = str(own["id"]) if own and "id" in own else ""
    elif isinstance(network.vpc, str):
        wanted["vpc"] = network.vpc
    told = {
        "name": ("mesh", "the mesh or the environment has another name"),
        "region": ("platform", "the environment is in another region"),
        "vpc": ("network", "the environment is in another VPC"),
    }
    for property_, value in wanted.items():
        before = namespace.get(property_)
        if isinstance(before, str) and before != value:
            where, what = told[property_]
            now = f'"{value}"' if value else "a new one"
            yield Problem("MW408", (where,), f"{now}: {what} than what is deployed", f'"{before}"', _WHY)


def of_network(name: str, region: str, cidr: str) -> list[Problem]:
    """The same of a DevelopmentNetwork: another region or other addresses are another VPC."""
    vpc = state.outputs(_VPC, f"{name}-vpc") or {}
    compared = (
        ("region", "region", region, "is in another region"),
        ("cidr", "cidrBlock", cidr, "has other addresses"),
    )
    return [
        Problem("MW408", (where,), f'"{wanted}": the network {what} than what is deployed', f'"{vpc[property_]}"', _WHY)
        for where, property_, wanted, what in compared
        if isinstance(vpc.get(property_), str) and vpc[property_] != wanted
    ]
