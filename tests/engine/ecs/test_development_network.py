"""The small VPC for development."""

import pytest
from tests.standin.conftest import Project

from meshwright import provision


@pytest.mark.parametrize(("region", "zones"), [("eu-west-1", "ab"), ("ap-northeast-1", "ac")])
def test_its_subnets_are_in_zones_that_the_region_has(project: Project, region: str, zones: str) -> None:
    project.up(lambda: void(provision.DevelopmentNetwork("try", region=region)))
    subnets = project.standin.resources("ec2.Subnet")
    assert sorted({each.inputs["availabilityZone"] for each in subnets}) == [f"{region}{zone}" for zone in zones]
    assert project.preview(lambda: void(provision.DevelopmentNetwork("try", region=region))) == {}


def void(_: object) -> None:
    """A program returns nothing."""
