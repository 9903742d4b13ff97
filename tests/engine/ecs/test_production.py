"""Production: its preview as text, its permissions, its open ports, and the number of its resources."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pulumi import automation as auto
from tests.standin.conftest import Project

from meshwright import Environment, Fargate, Scale, Task, provision

from .conftest import OURS, described, program

HERE = Path(__file__).parent
EXCEPTIONS = {
    "Alarms": "AppConfig describes all alarms",
    "FindBucket": "ListAllMyBuckets has no resource type, and AppConfig asks for it",
    "FindCluster": "DiscoverPollEndpoint has no resource type",
    "LogInToEcr": "GetAuthorizationToken has no resource type",
}
"""Statements that may name every resource, and why."""


def production() -> Environment:
    tasks = {"*": Task(cpu=0.5, memory="1GiB", scale=Scale(2, 10)), "web": Task(scale=Scale(4, 40))}
    return described("prod", platform=Fargate("eu-west-1", tasks=tasks))


def arguments(**more: Any) -> dict[str, Any]:
    network = provision.Network(
        "vpc-0a1b2c3d", ["subnet-0a1b2c3d", "subnet-1a1b2c3d"], ["subnet-2a1b2c3d", "subnet-3a1b2c3d"]
    )
    cluster = "arn:aws:ecs:eu-west-1:111122223333:cluster/prod"
    alarms = ["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:checkout-errors"]
    return {"network": network, "cluster": cluster, "alarms": alarms, **more}


def test_the_preview_reads_as_the_description(project: Project, refresh: bool) -> None:
    said = tree(project, program(environment=production(), **arguments()))
    file = HERE / "production.txt"
    if refresh:
        file.write_text(said)
    assert said == file.read_text(), "pytest tests/engine/ecs --refresh writes it anew"


def test_production_is_closed_and_tagged(project: Project) -> None:
    project.config = {"aws:region": "us-east-1"}
    access = {"public": provision.Access(public=True, certificate="arn:aws:acm:eu-west-1:111122223333:certificate/1")}
    project.up(program(environment=production(), **arguments(gateways=access)))
    rows = project.standin.resources()
    for row in rows:
        assert row.region in ("eu-west-1", ""), f"{row.name} is in {row.region}"
        if "tags" in row.outputs and row.inputs.get("tags") is not None:
            assert row.inputs["tags"]["meshwright:mesh"] == "shop"
            assert row.inputs["tags"]["meshwright:environment"] == "prod"

    policies = {row.name: json.loads(row.inputs["policy"]) for row in project.standin.resources("iam.RolePolicy")}
    assert len(policies) == 9, "two roles for each service and gateway, one for AppConfig"
    for name, statement in ((name, each) for name, policy in policies.items() for each in policy["Statement"]):
        assert not [action for action in statement["Action"] if "*" in action], f"{name}: {statement}"
        if "*" in statement["Resource"]:
            assert statement["Sid"] in EXCEPTIONS, f"{name}: {statement}"

    rules = project.standin.resources("vpc.SecurityGroupIngressRule")
    open_to_all = {row.name for row in rules if row.inputs.get("cidrIpv4") == "0.0.0.0/0"}
    assert open_to_all == {"prod-public-balancer-in-443-0-0-0-0-0"}
    assert project.standin.resource("lb.Listener", "prod-public-443").inputs["protocol"] == "TLS"


def test_a_node_is_13_resources_or_fewer(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    """With scaling, and with what its service's versions share counted once for the service."""
    made = previewed(project, program(environment=production(), **arguments()))
    below = next(urn for name, urn, _, _ in made if name == "VirtualService prod-checkout")
    inside = {below}
    for _ in made:  # parents may come after their children
        inside |= {urn for _, urn, parent, _ in made if parent in inside}
    kinds = Counter(name.partition(" ")[0] for name, urn, _, _ in made if urn in inside)
    resources = Counter({kind: number for kind, number in kinds.items() if kind not in OURS})
    with capsys.disabled():
        print(f"\n{resources.total()} resources for 2 versions of a service: {dict(resources)}")
    assert resources["Service"] == 4, "of each version one in ECS and one in Cloud Map"
    assert resources["Target"] == resources["Policy"] == 2, "both versions scale"
    assert resources.total() / 2 <= 13


def test_a_private_gateway_opens_nothing(project: Project) -> None:
    plan = planned(project, program(environment=production(), **arguments()))
    groups = [inputs for name, inputs in plan.items() if name.startswith("SecurityGroup ")]
    assert len(groups) == 6
    assert not any(inputs.get("ingress") for inputs in groups), "rules are resources of their own"
    rules = [inputs for name, inputs in plan.items() if name.startswith("SecurityGroupIngressRule ")]
    assert len(rules) >= 5
    assert "0.0.0.0/0" not in json.dumps(rules)


def test_what_cannot_be_is_refused_before_the_first_resource(project: Project) -> None:
    said = project.refused(program(environment=production()))
    assert "error MW401: no network" in said
    network = provision.Network("vpc-0a1b2c3d", ["subnet-1", "web"])
    wrong = arguments(network=network, overrides={"chekout-v1": provision.Override()}, givens={"arn": "x"})
    said = project.refused(program(environment=production(), maximum_percent=130, **wrong))
    assert "130 % of 2 is 2" in " ".join(said.split()), "a deployment could not start"
    assert "error MW402: an argument that AWS rejects" in said
    assert "error MW403: an argument for something that is not described" in said
    assert "network.subnets[0]" in said
    assert '"web"' in said
    assert 'did you mean "checkout-v1"' in said
    assert "givens.arn" in said
    assert "5 errors" in said
    assert "Traceback" not in said
    public = {"public": provision.Access(public=True)}
    private = provision.Network("vpc-0a1b2c3d", ["subnet-0a1b2c3d"])
    assert "public_subnets" in project.refused(
        program(environment=production(), **arguments(network=private, gateways=public))
    )
    assert project.standin.events("create") == []


def test_where_it_stands_may_be_a_setting_of_the_stack(project: Project) -> None:
    project.config |= {
        "meshwright:network": json.dumps({"vpc": "vpc-0a1b2c3d", "subnets": ["subnet-0a1b2c3d"], "public-subnets": []}),
        "meshwright:cluster": "shop",
        "meshwright:gateways": json.dumps({"public": {"clients": ["10.0.0.0/8"]}}),
    }
    plan = planned(project, program(environment=production()))
    assert plan["Service prod-web-v1-service"]["cluster"] == "shop"
    rule = plan["SecurityGroupIngressRule prod-public-balancer-in-8080-10-0-0-0-8"]
    assert rule["cidrIpv4"] == "10.0.0.0/8"
    wrong = auto.ConfigValue(json.dumps({"vpc": "vpc-0a1b2c3d", "subnet": ["subnet-0a1b2c3d"]}))
    project.stack(program()).set_config("meshwright:network", wrong)
    said = project.refused(program(environment=production()))
    assert "network.subnet\n" in said
    assert "network.subnets\n" in said


def previewed(project: Project, run: Callable[[], None]) -> list[tuple[str, str, str, dict[str, Any]]]:
    """The resources of a preview: kind and name, URN, its parent's URN, inputs."""
    found = []

    def note(event: auto.EngineEvent) -> None:
        if event.resource_pre_event and event.resource_pre_event.metadata.new is not None:
            step = event.resource_pre_event.metadata
            kind, name = step.urn.split("::")[-2:]
            if "pulumi:providers" not in kind and step.new:
                shown = f"{kind.rpartition('$')[2].rpartition(':')[2]} {name}"
                found.append((shown, step.urn, step.new.parent or "", dict(step.new.inputs or {})))

    project.stack(run).preview(on_event=note, on_output=lambda _: None)
    return found


def planned(project: Project, run: Callable[[], None]) -> dict[str, dict[str, Any]]:
    return {name: inputs for name, _, _, inputs in previewed(project, run)}


def tree(project: Project, run: Callable[[], None]) -> str:
    """A preview's resources, each below its parent."""
    children: dict[str, list[tuple[str, str]]] = {}
    for name, urn, parent, _ in previewed(project, run):
        children.setdefault(parent, []).append((name, urn))

    def lines(urn: str, depth: int) -> list[str]:
        parts = sorted(children.get(urn, []), key=lambda each: (each[0].partition(" ")[0] not in OURS, each))
        return [line for name, own in parts for line in ("  " * depth + name, *lines(own, depth + 1))]

    return "\n".join(lines("", 0)) + "\n"
