"""Rules for every rendered environment, and whether AWS would accept it. The environments are the golden ones."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

GOLDENS = sorted((Path(__file__).parent.parent / "cases").glob("*/ecs.json"))
BUDGET = 64 * 1024


@pytest.fixture(params=GOLDENS, ids=lambda path: path.parent.name)
def environment(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(json.loads(request.param.read_text()))


def tasks(environment: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for proxy in environment["proxies"].values():
        yield proxy["task"]


def statements(environment: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (environment["appconfig"] or {}).get("retrieval_statements", ())
    for proxy in environment["proxies"].values():
        yield from proxy["task_statements"]
    for shared in environment["shared"].values():
        yield from shared["execution_statements"]
        yield from shared["task_statements"]


def test_there_are_goldens() -> None:
    assert len(GOLDENS) >= 6


def test_permissions_are_exact(environment: dict[str, Any]) -> None:
    for each in statements(environment):
        assert not any("*" in action for action in each["actions"]), each
        # A star at the end of a path matches what one named resource contains; anything wider needs a reason.
        wide = [resource for resource in each["resources"] if re.search(r"\*(?!$)|^\*$|repository/\*$", resource)]
        assert bool(wide) == bool(each["reason"]), each


def test_sidecars_may_nothing_that_they_do_not_need(environment: dict[str, Any]) -> None:
    for task in tasks(environment):
        for each in task["containers"]:
            if each["name"] == "application":
                continue
            assert each["readonlyRootFilesystem"]
            assert (each["user"] == "1337") != (each["name"] == "init")
            assert each["linuxParameters"]["capabilities"]["drop"] == ["ALL"] or each["name"] == "init"
            assert "privileged" not in each


def test_nothing_is_let_in_but_the_mesh(environment: dict[str, Any]) -> None:
    for name, shared in environment["shared"].items():
        members = [each for each in environment["proxies"].values() if each["service_name"] == name]
        public = {port for each in members for port in each["public_ports"]}
        for rule in shared["ingress"]:
            assert rule["source"] == ("load-balancer" if rule["port"] in public else "mesh")


def test_containers_share_what_their_task_has(environment: dict[str, Any]) -> None:
    for task in tasks(environment):
        for limit, reserved in {"cpu": "cpu", "memory": "memoryReservation"}.items():
            assert task[limit] is None or sum(each[reserved] for each in task["containers"]) <= task[limit]
            assert (task[limit] is None) == (task["compatibility"] == "EC2"), "only Fargate sells whole tasks"
        assert all(each["cpu"] >= 4 and each["memoryReservation"] >= 6 for each in task["containers"])


def test_containers_wait_for_one_another_without_end(environment: dict[str, Any]) -> None:
    for task in tasks(environment):
        containers = {each["name"]: each for each in task["containers"]}
        after = {
            name: {each["containerName"] for each in container.get("dependsOn", ())}
            for name, container in containers.items()
        }
        for name, container in containers.items():
            for each in container.get("dependsOn", ()):
                other = containers[each["containerName"]]
                assert each["condition"] != "HEALTHY" or "healthCheck" in other
                assert each["condition"] not in ("SUCCESS", "COMPLETE") or not other["essential"], name
        started: set[str] = set()
        while ready := {name for name, first in after.items() if first <= started} - started:
            started |= ready
        assert started == containers.keys(), "a circle"
        last = {name for name in containers if not any(name in first for first in after.values())}
        assert last == {"drain"}, "the container that no other waits for stops first"


def test_aws_would_take_the_task_definitions(environment: dict[str, Any]) -> None:
    """By botocore's model of the call; tests/opinions has cfn-lint's and moto's judgement."""
    session = pytest.importorskip("botocore.session")
    validate = pytest.importorskip("botocore.validate")
    shape = session.get_session().get_service_model("ecs").operation_model("RegisterTaskDefinition").input_shape
    for task in tasks(environment):
        request = register(task)
        assert not validate.ParamValidator().validate(request, shape).generate_report()
        assert len(json.dumps(request["containerDefinitions"])) + 10_000 < BUDGET, "10 KB: the agent, packed"


def register(task: dict[str, Any]) -> dict[str, Any]:
    """A task definition as in the request to ECS."""
    optional = {"proxyConfiguration": task["proxy_configuration"]} if task["proxy_configuration"] else {}
    optional |= {limit: str(task[limit]) for limit in ("cpu", "memory") if task[limit] is not None}
    return optional | {
        "family": task["family"],
        "networkMode": "awsvpc",
        "requiresCompatibilities": [task["compatibility"]],
        "runtimePlatform": {"cpuArchitecture": task["architecture"], "operatingSystemFamily": "LINUX"},
        "containerDefinitions": task["containers"],
        "volumes": [{"name": name} for name in task["volumes"]],
        "executionRoleArn": "arn:aws:iam::111122223333:role/execution",
        "taskRoleArn": "arn:aws:iam::111122223333:role/task",
    }
