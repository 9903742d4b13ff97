"""How long a task that leaves serves its requests in flight, and what fits into the time that ECS gives it."""

import pytest

from meshwright import Container, Ec2, Environment, Fargate, Mesh, Problem, Service, Task, resolve
from meshwright.targets import ecs

WAITS = ("MESHWRIGHT_HOLD", "MESHWRIGHT_RESOLVE", "MESHWRIGHT_DRAIN")


def described(platform: Fargate | Ec2, timeout: str | None = None) -> Environment:
    web = Service("web", Container("shop/web:1"), port=8080, timeout=timeout)
    return Environment("dev", Mesh("shop", services=[web]), platform=platform)


def waits(platform: Fargate | Ec2) -> tuple[int, int, int, int]:
    """What the drain container waits for, in seconds, and when ECS kills it."""
    task = ecs.layout(resolve(described(platform))).proxies["web-v1"].task
    container = next(each for each in task.containers if each["name"] == "drain")
    environment = {each["name"]: each["value"] for each in container["environment"]}
    hold, resolved, drain = (int(environment[name]) for name in WAITS)
    return hold, resolved, drain, container["stopTimeout"]


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        (Fargate("eu-west-1"), (70, 20, 20, 120)),
        (Ec2("eu-west-1"), (70, 20, 20, 120)),
        (Fargate("eu-west-1", tasks={"*": Task(drain="45s")}), (45, 20, 45, 120)),
        (Fargate("eu-west-1", tasks={"web": Task(drain="60s"), "*": Task(drain="5s")}), (30, 20, 60, 120)),
        (Fargate("eu-west-1", tasks={"*": Task(drain="1500ms")}), (70, 20, 2, 120)),
        (Ec2("eu-west-1", tasks={"*": Task(drain="5m")}), (70, 20, 300, 400)),
    ],
    ids=str,
)
def test_all_waits_fit_into_the_time_that_ecs_gives(platform: Fargate | Ec2, expected: tuple[int, ...]) -> None:
    found = waits(platform)
    assert found == expected
    assert sum(found[:3]) < found[3]


def codes(platform: Fargate | Ec2, timeout: str | None = None) -> list[str]:
    found: list[Problem] = ecs.check(resolve(described(platform, timeout)))
    return [each.code for each in found if each.code in ("MW319", "MW320")]


def test_a_drain_that_fargate_does_not_allow_is_an_error_and_ec2_has_no_limit() -> None:
    assert codes(Fargate("eu-west-1", tasks={"*": Task(drain="61s")})) == ["MW319"]
    assert codes(Fargate("eu-west-1", tasks={"*": Task(drain="60s")})) == []
    assert codes(Ec2("eu-west-1", tasks={"*": Task(drain="1h")})) == []


@pytest.mark.parametrize(
    ("timeout", "drain", "expected"),
    [
        (None, None, []),
        ("off", None, []),
        ("50s", None, []),
        ("51s", None, ["MW320"]),
        ("51s", "25s", []),
        ("2m", "60s", ["MW320"]),
    ],
)
def test_a_timeout_that_is_longer_than_the_drain_is_advice(
    timeout: str | None, drain: str | None, expected: list[str]
) -> None:
    assert codes(Fargate("eu-west-1", tasks={"*": Task(drain=drain)}), timeout) == expected
