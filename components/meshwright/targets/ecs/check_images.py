"""MW317 and MW318: the image of Envoy."""

from collections.abc import Iterable

from meshwright.plan.index import Index
from meshwright.plan.model import Plan
from meshwright.problems import Problem
from meshwright.targets.ecs import images
from meshwright.targets.sidecars import advisories
from meshwright.targets.sidecars.images import ENVOY

_DOCKER_HUB = ("docker.io", "index.docker.io", "registry-1.docker.io")


def check_registry(plan: Plan) -> Iterable[Problem]:
    """An Envoy from Docker Hub in production. Said where tasks are about to be made, not of each description."""
    image = images.of_sidecars(plan)[ENVOY.key]
    if plan.production and images.registry(image) in _DOCKER_HUB:
        yield Problem(
            "MW317",
            ("images", "envoy"),
            found=f'"{image}", in production',
            expected="a registry without a limit on anonymous pulls: Docker Hub counts them by address, and all tasks "
            "behind a NAT gateway have one",
            fix='make a pull-through cache in ECR, and write Images(envoy="<account>.dkr.ecr.<region>.amazonaws.com/...")',
        )


def check_advisories(index: Index) -> Iterable[Problem]:
    """An Envoy with known vulnerabilities."""
    image = images.of_sidecars(index.plan)[ENVOY.key]
    for each in advisories.affecting(image):
        fixed = ", ".join(".".join(map(str, version)) for version in each.fixed)
        yield Problem(
            "MW318",
            ("images", "envoy"),
            found=f'"{image}", without the fix of {each.ids} ({each.published}): {each.what}',
            expected=f"{fixed}, or newer",
            fix=f"leave Images(envoy=...) out, which is {ENVOY.pinned.rpartition(':')[2]}, or name a newer image",
        )
