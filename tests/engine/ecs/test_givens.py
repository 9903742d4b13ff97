"""Hosts that a team has as Outputs, filled into bundles."""

import base64
import gzip
import json
from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
from tests.standin.conftest import Project

from meshwright import AppConfig, Container, Environment, Fargate, Given, Host, Inline, Mesh, Service, provision
from meshwright.delivery import bundle

from .conftest import NETWORK, cloud

STEPWISE = AppConfig(over="10m", step=20, bake="10m")


def run(host: Callable[[], pulumi.Input[str]], delivery: AppConfig | Inline | None = STEPWISE) -> Callable[[], None]:
    def made() -> None:
        database = Service("database", Host(Given("database")), port=5432, protocol="tcp")
        web = Service("web", Container("shop/web:1"), port=8080, calls=[database])
        other = Service("other", Container("shop/other:1"), port=8080, calls=[web])
        mesh = Mesh("shop", services=[database, web, other])
        environment = Environment("dev", mesh, platform=Fargate("eu-west-1"), delivery=delivery)
        provision.MeshEnvironment(
            "dev", environment, platform=provision.Ecs(network=NETWORK, givens={"database": host()})
        )

    return made


def database(name: str = "one") -> Callable[[], pulumi.Input[str]]:
    """A resource whose host name is known when it exists."""
    return lambda: (
        aws.lb.LoadBalancer(name, internal=True, load_balancer_type="network", subnets=NETWORK.subnets).dns_name
    )


def test_a_host_is_filled_in_when_it_is_known(project: Project) -> None:
    standin = project.standin
    assert project.preview(run(database()))["BucketObjectv2 dev-web-v1-bundle"] == "create"
    project.up(run(database()))
    assert project.preview(run(database())) == {}
    first = standin.resource("lb.LoadBalancer", "one").outputs["dnsName"]
    text = stored(project)
    cluster = bundle.read(text, "web-v1").clusters["database-v1_5432"]
    assert json.dumps(first) in json.dumps(cluster["load_assignment"])
    assert "given:" not in text
    said = record(project)
    assert f"filled in as {bundle.version(text)}, traffic to database-v1" in said, "what the agent reports"
    assert strategies(project) == {"dev-mesh-at-once"}

    assert cloud(project.preview(run(database("two")))) == {
        "LoadBalancer two": "create",
        "LoadBalancer one": "delete",
        "BucketObjectv2 dev-web-v1-bundle": "update",
        "Deployment dev-web-v1-deployment": "delete-replaced",
    }
    project.up(run(database("two")))
    second = standin.resource("lb.LoadBalancer", "two").outputs["dnsName"]
    assert second in stored(project)
    assert first not in stored(project)
    assert record(project) != said
    assert record(project).split(" ")[1] == said.split(" ")[1], "the same but for the host"
    assert strategies(project) == {"dev-mesh-at-once", "dev-mesh-strategy"}, "a changed host comes step by step"
    assert standin.deployments("dev-web-v1-environment")[-1]["state"] == "DEPLOYING"
    assert project.preview(run(database("two"))) == {}, "while it runs, too"
    standin.roll_back("dev-web-v1-environment")
    assert "advice MW405" in str(project.stack(run(database("two"))).preview(on_output=lambda _: None).stdout)


def test_a_text_may_be_given_and_is_looked_at_beforehand(project: Project) -> None:
    project.up(run(lambda: "db.example"))
    assert '"db.example"' in stored(project)
    said = project.refused(run(lambda: "db.example:5432"))
    assert "error MW402" in said
    assert "at        givens.database" in said
    assert "of an RDS instance `address`, not `endpoint`" in said
    late = project.failed(run(lambda: pulumi.Output.from_input("db.example:5432")))
    assert "error MW402" in late
    assert "Traceback" not in late
    assert '"db.example"' in stored(project)


def test_inline_it_is_filled_in_before_it_is_packed(project: Project) -> None:
    project.up(run(database(), Inline()))
    assert project.preview(run(database(), Inline())) == {}
    task = json.loads(project.standin.resource("ecs.TaskDefinition", "dev-web-v1-task").inputs["containerDefinitions"])
    init = next(each for each in task if each["name"] == "init")
    packed = next(each["value"] for each in init["environment"] if each["name"] == "MESHWRIGHT_BUNDLE")
    text = gzip.decompress(base64.b64decode(packed)).decode()
    assert project.standin.resource("lb.LoadBalancer", "one").outputs["dnsName"] in text
    assert "database-v1_5432" in bundle.read(text, "web-v1").clusters, "it is whole"
    changes = cloud(project.preview(run(database("two"), Inline())))
    assert changes["TaskDefinition dev-web-v1-task"] == "delete-replaced"
    assert "TaskDefinition dev-other-v1-task" not in changes


def stored(project: Project) -> str:
    return str(project.standin.content(project.standin.resources("s3.Bucket")[0].id, "dev/web-v1"))


def record(project: Project) -> str:
    return str(project.standin.resource("appconfig.Deployment", "dev-web-v1-deployment").inputs["description"])


def strategies(project: Project) -> set[str]:
    names: dict[str, str] = {each.id: each.name for each in project.standin.resources("appconfig.DeploymentStrategy")}
    used: list[Any] = project.standin.resources("appconfig.Deployment")
    return {names[each.inputs["deploymentStrategyId"]] for each in used}
