"""The images of applications and sidecars."""

import re
from dataclasses import dataclass

from meshwright.plan.model import ContainerWorkload, GivenRef, Plan
from meshwright.targets import sidecars
from meshwright.targets.tokens import fill, literal

_ECR = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)(?::([^@]+))?(?:@(.+))?")


@dataclass(frozen=True)
class Stored:
    """An image in a private ECR repository. `digest`: empty if only the tag is written."""

    account: str
    region: str
    repository: str
    tag: str
    digest: str


def of_sidecars(plan: Plan) -> dict[str, str]:
    """The images of the sidecars, by key: those that the description names, else the pinned ones."""
    given = plan.images or {}
    return {each.image.key: literal(given.get(each.image.key) or each.image.pinned) for each in sidecars.SIDECARS}


def application(plan: Plan, workload: ContainerWorkload) -> str:
    """The complete image of an application. `Images` adds the registry and the tag that it does not name."""
    image = workload.image
    if isinstance(image, GivenRef):
        return image.placeholder
    images = plan.images or {}
    registry = images.get("registry")
    if registry and not _names_registry(image):
        image = f"{registry.rstrip('/')}/{image}"
    if "@" not in image and ":" not in image.rpartition("/")[2]:
        image = f"{image}:{images.get('tag') or 'latest'}"
    return literal(image)


def private(image: str) -> Stored | None:
    """Where in ECR a private image is. None: it is not in ECR."""
    found = _ECR.fullmatch(image)
    return Stored(found[1], found[2], found[3], found[4] or "latest", found[5] or "") if found else None


def ecr_repository(image: str) -> str | None:
    """The ARN of the private ECR repository of an image. None: it is not in ECR."""
    found = private(image)
    return f"arn:${{partition}}:ecr:{found.region}:{found.account}:repository/{found.repository}" if found else None


def repository(image: str, *, partition: str, region: str, account: str) -> str:
    """The ARN of the ECR repository of an image; of one that cannot exist if the image is not in ECR."""
    found = ecr_repository(image) or "arn:${partition}:ecr:${region}:${account}:repository/-"
    return fill(found, {"partition": partition, "region": region, "account": account})


def registry(image: str) -> str:
    """The registry of an image: Docker Hub if it names none."""
    return image.partition("/")[0] if _names_registry(image) else "docker.io"


def _names_registry(image: str) -> bool:
    """Docker's own rule: the part before the first "/" is a registry if it has a dot or a port, or is "localhost"."""
    first, slash, _ = image.partition("/")
    return bool(slash) and ("." in first or ":" in first or first == "localhost")
