"""Where images come from. The ones beside applications are pinned here, and overridden in the environment's `Images`."""

import re
from collections.abc import Mapping

from meshwright.plan.model import ContainerWorkload, GivenRef, Plan
from meshwright.targets.ecs.tokens import literal

PINNED: Mapping[str, str] = {
    # The version that every configuration is tried with. No shell in it: the agent asks after its health. Envoy has no
    # official image outside Docker Hub, which limits anonymous pulls: a pull-through cache of one's own is better.
    "envoy": "docker.io/envoyproxy/envoy:distroless-v1.40.0",
    # Docker's own build, as ECR Public mirrors it: init, agent and drain are sh and awk.
    "busybox": "public.ecr.aws/docker/library/busybox:1.37.0",
    # AWS documents this tag and no finer one.
    "appconfig_agent": "public.ecr.aws/aws-appconfig/aws-appconfig-agent:2.x",
}

_ECR = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([^:@]+)(?:[:@].*)?")


def sidecar(plan: Plan, name: str) -> str:
    """The image of a sidecar: "envoy", "busybox" or "appconfig_agent"."""
    return literal((plan.images or {}).get(name) or PINNED[name])


def application(plan: Plan, workload: ContainerWorkload) -> str:
    """The image of an application, complete: `Images` adds what its name leaves out."""
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


def ecr_repository(image: str) -> str | None:
    """The ARN of the private ECR repository that an image comes from; None where it comes from elsewhere."""
    found = _ECR.fullmatch(image)
    return f"arn:${{partition}}:ecr:{found[2]}:{found[1]}:repository/{found[3]}" if found else None


def _names_registry(image: str) -> bool:
    """Docker's own rule: what stands before the first "/" is a registry if it has a dot or a port, or is "localhost"."""
    first, slash, _ = image.partition("/")
    return bool(slash) and ("." in first or ":" in first or first == "localhost")
