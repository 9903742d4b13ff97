"""A deployed environment stays where it is: mesh, name, region, VPC."""

from collections.abc import Callable

import pytest
from tests.standin.conftest import Project

from meshwright import Container, Environment, Fargate, Mesh, Service, provision

from .conftest import NETWORK


def run(
    mesh: str = "shop", environment: str = "dev", region: str = "eu-west-1", vpc: str | None = "vpc-0a1b2c3d"
) -> Callable[[], None]:
    def made() -> None:
        web = Service("web", Container("shop/web:1"), port=8080)
        described = Environment(environment, Mesh(mesh, services=[web]), platform=Fargate(region))
        network = provision.Network(vpc, NETWORK.subnets) if vpc else None
        provision.MeshEnvironment("dev", described, platform=provision.Ecs(network=network))

    return made


def network(cidr: str) -> Callable[[], None]:
    return lambda: void(provision.DevelopmentNetwork("own", region="eu-west-1", cidr=cidr))


def void(_: object) -> None:
    """A program returns nothing."""


@pytest.mark.parametrize("given", ["vpc-0a1b2c3d", None])
def test_a_deployed_environment_does_not_move(project: Project, given: str | None) -> None:
    project.up(run(vpc=given))
    assert project.preview(run(vpc=given)) == {}
    made = len(project.standin.events())
    said = project.refused(run(vpc="vpc-1a1b2c3d"))
    assert "error MW408: a deployed environment that would move" in said
    assert '"vpc-1a1b2c3d": the environment is in another VPC than what is deployed' in said
    if given:
        assert "a new one: the environment is in another VPC" in project.refused(run(vpc=None))
        assert 'expected  "dev.shop.internal"' in project.refused(run("store"))
        assert 'expected  "dev.shop.internal"' in project.refused(run(environment="staging"))
        assert 'expected  "eu-west-1"' in project.refused(run(region="us-east-1"))
    assert len(project.standin.events()) == made, "nothing is changed"


def test_nor_does_a_network_get_other_addresses(project: Project) -> None:
    project.up(network("10.0.0.0/16"))
    said = project.refused(network("10.1.0.0/16"))
    assert '"10.1.0.0/16": the network has other addresses than what is deployed' in said
