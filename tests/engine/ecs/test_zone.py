"""A VPC has only one mesh of a name."""

from collections.abc import Callable

import pulumi_aws as aws
from tests.standin.conftest import Project

from meshwright import Container, Environment, Fargate, Mesh, Service, VirtualNode, provision

from .conftest import NETWORK


def foreign(zone: str) -> None:
    """Somebody else's zone in the same VPC."""
    aws.route53.Zone("foreign", name=zone, vpcs=[aws.route53.ZoneVpcArgs(vpc_id=NETWORK.vpc)])


def deploy(name: str, mesh: Mesh) -> None:
    environment = Environment(name, mesh, platform=Fargate("eu-west-1"))
    provision.MeshEnvironment(name, environment, platform=provision.Ecs(network=NETWORK))


def run(*names: str, mesh: str = "shop", zone: str | None = None) -> Callable[[], None]:
    def made() -> None:
        if zone:
            foreign(zone)
        for name in names:
            deploy(name, Mesh(mesh, services=[Service("web", Container("shop/web:1"), port=8080)]))

    return made


def test_a_second_environment_of_a_mesh_is_refused_beforehand(project: Project) -> None:
    project.up(run("dev"))
    assert project.preview(run("dev")) == {}, "its own zone is its own"
    made = len(project.standin.events("create"))
    said = project.refused(run("dev", "staging"))
    assert "error MW407: a VPC in which the names of the mesh are in use" in said
    assert "in which environment dev of the mesh has the zone shop.mesh" in said
    assert "Traceback" not in said
    assert len(project.standin.events("create")) == made


def test_so_is_a_mesh_whose_names_somebody_else_has(project: Project) -> None:
    project.up(run(zone="shop.mesh"))
    assert "in which somebody else has the zone shop.mesh" in project.refused(run("dev", zone="shop.mesh"))


def test_another_mesh_may_stand_beside_it(project: Project) -> None:
    project.up(run("dev"))

    def both() -> None:
        run("dev")()
        run("dev-2", mesh="store")()

    project.up(both)
    assert project.preview(both) == {}


HOST = "web.default.svc.cluster.local"


def named() -> None:
    """A mesh with a service that has a full host name, and a caller."""
    web = Service(HOST, Container("shop/web:1"), port=8080)
    batch = VirtualNode("batch", Container("shop/batch:1"), backends=[web])
    deploy("dev", Mesh("shop", services=[web], virtual_nodes=[batch]))


def test_a_full_host_name_has_a_zone_of_its_own(project: Project) -> None:
    project.up(named)
    zones = {each.inputs["name"] for each in project.standin.resources("route53.Zone")}
    assert zones == {"shop.mesh", HOST}, "a zone for svc.cluster.local would hide every other name there"
    record = project.standin.resource("route53.Record", f"dev-mesh-capture-{HOST}")
    assert (record.inputs["name"], record.inputs["records"]) == (HOST, ["198.18.0.1"])
    assert project.preview(named) == {}
    project.destroy(named)
    assert project.standin.resources("route53.Zone") == []


def test_a_zone_of_that_name_that_somebody_else_has_is_refused_beforehand(project: Project) -> None:
    def both() -> None:
        foreign(HOST)
        named()

    project.up(lambda: foreign(HOST))
    assert f"in which somebody else has the zone {HOST}" in project.refused(both)
