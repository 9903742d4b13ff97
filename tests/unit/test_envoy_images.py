"""Advice on the image of Envoy, and where it is silent."""

import pytest

from meshwright import Container, Environment, Fargate, Gateway, GatewayRoute, Images, Mesh, Service, resolve
from meshwright.targets import ecs
from meshwright.targets.sidecars import advisories
from meshwright.targets.sidecars.images import ENVOY

ECR = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/docker-hub/envoyproxy/envoy"


def codes(environment: str, envoy: str | None) -> list[str]:
    web = Service("web", Container("web"), port=8080)
    mesh = Mesh("shop", services=[web], gateways=[Gateway("public", routes=[GatewayRoute("all", to=web)])])
    images = Images(envoy=envoy) if envoy else None
    _, problems = ecs.checked(resolve(Environment(environment, mesh, platform=Fargate("eu-west-1"), images=images)))
    return [each.code for each in problems]


@pytest.mark.parametrize(
    ("environment", "envoy", "said"),
    [
        ("prod", None, ["MW317"]),
        ("prod", "envoyproxy/envoy:v1.40.0", ["MW317"]),
        ("dev", None, []),
        ("prod", f"{ECR}:distroless-v1.40.0", []),
        ("prod", f"{ECR}@sha256:{'0' * 64}", []),
        ("dev", f"{ECR}:v1.39.3", []),
        ("dev", f"{ECR}:v1.39.2", ["MW318"]),
        ("dev", f"{ECR}:v1.37.0", ["MW318"] * 4),
        ("dev", "registry.example/v1.37.0/envoy:own", []),
    ],
)
def test_advice_on_the_image_of_envoy(environment: str, envoy: str | None, said: list[str]) -> None:
    assert codes(environment, envoy) == said


def test_the_pinned_envoy_has_every_fix() -> None:
    assert advisories.version_of(ENVOY.pinned) is not None
    assert list(advisories.affecting(ENVOY.pinned)) == []


def test_a_line_that_is_no_longer_maintained_gets_no_fix() -> None:
    newest = advisories.ADVISORIES[1]
    assert newest.affects((1, 35, 99))
    assert not newest.affects((1, 40, 0))
    assert all(each.fixed == tuple(sorted(each.fixed)) for each in advisories.ADVISORIES)
    dates = [each.published for each in advisories.ADVISORIES]
    assert dates == sorted(dates, reverse=True)
    assert dates[0] <= advisories.KNOWN_UNTIL
