"""Application load balancers of gateways, and the change from a network load balancer to one."""

from dataclasses import replace
from typing import Any

import pulumi
import pytest
from tests.standin.conftest import Project

from meshwright import (
    Container,
    Fargate,
    Gateway,
    GatewayListener,
    GatewayRoute,
    Mesh,
    Service,
    Timeout,
    VirtualGateway,
    provision,
    resolve,
)

from .conftest import NETWORK, cloud, described, program, shop

CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/0a1b2c3d"
PUBLIC = ["subnet-2a1b2c3d", "subnet-3a1b2c3d"]
APPLICATION = Fargate("eu-west-1", load_balancers={"*": "application"})


def run(*, platform: Fargate = APPLICATION, mesh: Mesh | None = None, network: Any = None, **access: Any) -> Any:
    network = network or replace(NETWORK, public_subnets=PUBLIC)

    def made() -> None:
        environment = described(platform=platform, mesh=mesh)
        gateways = {"public": provision.Access(**access)}
        provision.MeshEnvironment(
            "dev", environment, platform=provision.Ecs(network=network, gateways=gateways)
        ).export()

    return made


def test_with_a_certificate_it_is_public_on_443_and_redirects_80(project: Project) -> None:
    wanted = run(public=True, certificate=pulumi.Output.from_input(CERTIFICATE))
    outputs = project.outputs_after_up(wanted)
    assert project.preview(wanted) == {}
    standin = project.standin
    assert outputs["gateways"].value["public"] == f"https://{outputs['load_balancers'].value['public']}:443/"
    balancer = standin.resource("lb.LoadBalancer", "dev-public-application").inputs
    assert (balancer["loadBalancerType"], balancer["internal"], balancer["subnets"]) == ("application", False, PUBLIC)
    assert (balancer["idleTimeout"], balancer["preserveHostHeader"], balancer["dropInvalidHeaderFields"]) == (
        305,
        True,
        True,
    )
    listener = standin.resource("lb.Listener", "dev-public-443-http").inputs
    assert (listener["port"], listener["protocol"], listener["certificateArn"]) == (443, "HTTPS", CERTIFICATE)
    assert "alpnPolicy" not in listener, "an application load balancer offers both by itself"
    redirect = standin.resource("lb.Listener", "dev-public-80-http").inputs
    assert (redirect["port"], redirect["protocol"]) == (80, "HTTP")
    assert redirect["defaultActions"][0]["redirect"] == {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"}
    group = standin.resource("lb.TargetGroup", "dev-public-8080-http").inputs
    assert (group["protocol"], group["protocolVersion"], group["targetType"]) == ("HTTP", "HTTP1", "ip")
    assert group["healthCheck"]["path"] == "/.well-known/meshwright/health"
    doors = {rule["fromPort"]: rule["cidrIpv4"] for rule in ingress(project)}
    assert doors == {443: "0.0.0.0/0", 80: "0.0.0.0/0"}
    assert '"xff_num_trusted_hops":1' in standin.content(standin.resources("s3.Bucket")[0].id, "dev/public")
    project.destroy(wanted)
    assert standin.resources() == []


def test_without_a_word_it_is_internal_and_for_the_mesh_only(project: Project) -> None:
    project.up(run())
    balancer = project.standin.resource("lb.LoadBalancer", "dev-public-application").inputs
    assert (balancer["internal"], balancer["subnets"]) == (True, NETWORK.subnets)
    listener = project.standin.resource("lb.Listener", "dev-public-8080-http").inputs
    assert (listener["port"], listener["protocol"]) == (8080, "HTTP")
    (rule,) = ingress(project)
    assert (rule["fromPort"], rule.get("cidrIpv4")) == (8080, None)
    assert rule["referencedSecurityGroupId"] == project.standin.resource("ec2.SecurityGroup", "dev-mesh-tasks").id


def test_one_kind_gives_way_to_the_other(project: Project) -> None:
    """The new one is created before the old one is deleted, and the service moves in between."""
    project.up(run(platform=Fargate("eu-west-1")))
    assert project.standin.resource("lb.TargetGroup", "dev-public-8080").inputs["protocol"] == "TCP"
    changes = cloud(project.preview(run()))
    # Behind a balancer that passes requests on, the gateway's Envoy bears resets: that is in its task definition.
    assert {name: op for name, op in changes.items() if op not in ("create", "delete")} == {
        "BucketObjectv2 dev-public-bundle": "update",
        "Deployment dev-public-deployment": "delete-replaced",
        "Service dev-public-service": "delete-replaced",
        "TaskDefinition dev-public-task": "delete-replaced",
    }
    project.up(run())
    assert project.preview(run()) == {}
    (_, moved) = [each for each in project.standin.events("create", "ecs.Service") if each.name == "dev-public-service"]
    made = {each.name: each for each in project.standin.events("create", "lb.Listener")}
    gone = {each.name: each for each in project.standin.events("delete", "lb.LoadBalancer")}
    assert made["dev-public-8080-http"].time <= moved.started
    assert moved.time <= gone["dev-public-balancer"].started


def test_what_aws_would_not_take_is_refused_before_the_first_resource(project: Project) -> None:
    web = shop({"v1": 100}).services
    listeners = [GatewayListener(50051, protocol="grpc"), GatewayListener(443)]
    gateway = VirtualGateway("public", listeners=listeners, routes=[GatewayRoute("all", to="web")])
    mesh = Mesh("shop", services=web, virtual_gateways=[gateway])
    one = provision.Network("vpc-0a1b2c3d", ["subnet-0a1b2c3d"])
    said = project.refused(run(mesh=mesh, network=one))
    assert 'found     1, for the load balancer of gateway "public"' in said
    assert "found     grpc on port 50051, without TLS" in said
    said = project.refused(run(mesh=mesh, certificate=CERTIFICATE))
    assert "found     one, while another port of the gateway is 443" in said
    assert "error MW402" in said
    assert project.standin.events("create") == []


@pytest.mark.parametrize("ports", [(50051, 80), (50051, 8080)])
def test_a_port_of_the_gateway_comes_before_the_redirect(project: Project, ports: tuple[int, int]) -> None:
    listeners = [GatewayListener(ports[0], protocol="grpc"), GatewayListener(ports[1])]
    gateway = VirtualGateway("public", listeners=listeners, routes=[GatewayRoute("all", to="web")])
    mesh = Mesh("shop", services=shop({"v1": 100}).services, virtual_gateways=[gateway])
    made = project.preview(run(mesh=mesh, certificate=CERTIFICATE))
    listening = {name.removeprefix("Listener dev-public-") for name in made if name.startswith("Listener ")}
    assert listening == {"443-http", f"{ports[1]}-http", "80-http"}


@pytest.mark.parametrize(
    ("protocol", "alpn"), [("grpc", "HTTP2Only"), ("http2", "HTTP2Preferred"), ("http", "HTTP2Preferred")]
)
def test_a_network_load_balancer_with_tls_offers_http2(project: Project, protocol: Any, alpn: str) -> None:
    gateway = VirtualGateway(
        "public", listeners=[GatewayListener(8443, protocol=protocol)], routes=[GatewayRoute("all", to="web")]
    )
    mesh = Mesh("shop", services=shop({"v1": 100}).services, virtual_gateways=[gateway])
    access = provision.Access(certificate=CERTIFICATE)
    project.up(program(environment=described(mesh=mesh), gateways={"public": access}))
    assert project.standin.resource("lb.Listener", "dev-public-443").inputs["alpnPolicy"] == alpn


def test_silence_is_allowed_as_long_as_the_kind_can() -> None:
    web = Service("web", Container("shop/web"), port=8080)
    public = Gateway("public", routes=[GatewayRoute("all", to=web)])

    def codes(timeout: Timeout, platform: Fargate, certificate: str | None) -> list[str]:
        mesh = Mesh("shop", services=[replace(web, timeout=timeout)], gateways=[public])
        plan = resolve(described(mesh=mesh, platform=platform))
        access = provision.Access(certificate=certificate)
        return [each.code for each in access.problems(plan, plan.virtual_gateways[0], None)]

    usual, long = Fargate("eu-west-1"), Timeout("off", idle="1h")
    assert codes(long, usual, CERTIFICATE) == ["MW321"]
    assert codes(Timeout("off", idle="off"), usual, CERTIFICATE) == ["MW321"]
    assert codes(Timeout("off", idle="350s"), usual, CERTIFICATE) == []
    assert codes(long, usual, None) == [], "a listener for TCP waits as long as it is told"
    assert codes(long, APPLICATION, CERTIFICATE) == []


def test_the_kind_may_be_said_without_arguments(project: Project) -> None:
    made = project.preview(program(environment=described(platform=APPLICATION)))
    assert "LoadBalancer dev-public-application" in made


def ingress(project: Project) -> list[dict[str, Any]]:
    rules = project.standin.resources("vpc.SecurityGroupIngressRule")
    return [each.inputs for each in rules if each.name.startswith("dev-public-balancer-in-")]
