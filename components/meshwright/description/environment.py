"""An environment: a mesh, where it runs, and what surrounds it."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.delivery import Delivery
from meshwright.description.fields import Duration, Name, Text
from meshwright.description.mesh import Mesh
from meshwright.description.platform import Local, Platform
from meshwright.description.written import Written
from meshwright.description.wrong import show, wrong
from meshwright.field_docs import documented


def _percentage(value: object) -> object:
    given = str(fields.text(value)).removesuffix("%")
    if not str(value).endswith("%") or not given.replace(".", "", 1).isdigit() or float(given) > 100:
        raise wrong("MW014", found=show(value), expected='a percentage, as in "5%"', fix='write it like "5%"')
    return value


Sample = Annotated[str, Plain(_percentage)]


@documented
@dataclass(frozen=True)
class Images(Written):
    """Where container images come from.

    For example `Images("111122223333.dkr.ecr.eu-west-1.amazonaws.com", tag="1.5")`.
    """

    registry: Text | None = None
    """The registry of application images that are written without one. Default: Docker Hub, as in Docker itself."""

    tag: Text | None = None
    """The tag of application images that are written without one. Default: `latest`."""

    _: KW_ONLY
    envoy: Text | None = None
    """The image of Envoy, with registry and tag. Default: the pinned version of the Docker Hub image, with which Meshwright
    is tested."""

    busybox: Text | None = None
    """The image in which init, agent and drain run: it needs `sh` and `awk`. Default: the pinned version on ECR Public."""

    appconfig_agent: Text | None = None
    """The image of the AWS AppConfig agent. Default: the image of AWS on ECR Public."""


@documented
@dataclass(frozen=True)
class Logs(Written):
    """The CloudWatch log groups of the tasks."""

    keep: Duration = "30d"
    """How long log entries are kept: a number of days that CloudWatch supports, as in `"90d"`. Default: 30 days."""


@documented
@dataclass(frozen=True)
class Tracing(Written):
    """Tracing of requests. No platform supports it yet: a description that asks for it gets MW301 as advice."""

    sample: Sample = "5%"
    """The share of requests that are traced, as in `"5%"`: 0 to 100. Default: 5 %, as in App Mesh."""


@documented
@dataclass(frozen=True)
class Environment(Written):
    """One environment, which is one Pulumi stack: a mesh, and where it runs.

    For example::

        environment = Environment("prod", shop(domain="shop.example"), platform=Fargate("eu-west-1"))
    """

    name: Name
    """The name of the environment: `a-z`, `0-9` and `-`, a letter first, at most 63 characters. It is part of the names of
    AWS resources; `prod`, `production` and names that begin with `prod-` or `production-` are production."""

    mesh: Mesh
    """The mesh: services and gateways."""

    _: KW_ONLY
    platform: Platform = Local()
    """Where the mesh runs: `Fargate(...)`, `Ec2(...)` or `Local(...)`. Default: `Local()`, this machine."""

    images: Images | None = None
    """Where container images come from. Default: images as they are written, and the pinned images of the sidecars."""

    logs: Logs | None = None
    """How long logs are kept on AWS. Default: 30 days."""

    tracing: Tracing | None = None
    """Which share of requests is traced. Default: none."""

    delivery: Delivery | None = None
    """How configuration reaches the Envoys on AWS: `AppConfig(...)` or `Inline()`. Default: `AppConfig()`."""
