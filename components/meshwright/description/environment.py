"""An environment: a mesh, where it runs, and what surrounds it."""

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


def _percentage(value: object) -> object:
    given = str(fields.text(value)).removesuffix("%")
    if not str(value).endswith("%") or not given.replace(".", "", 1).isdigit() or float(given) > 100:
        raise wrong("MW014", found=show(value), expected='a percentage, as in "5%"', fix='write it like "5%"')
    return value


@dataclass(frozen=True)
class Images(Written):
    """Where container images come from.

    `registry`: of the images of applications that name none; absent: as they are named, which is Docker Hub. `tag`: of
    those that name none; absent: "latest". `envoy`, `busybox`, `appconfig_agent`: the images beside applications; absent:
    the pinned ones of `targets.sidecars.images`.
    """

    registry: Text | None = None
    tag: Text | None = None
    _: KW_ONLY
    envoy: Text | None = None
    busybox: Text | None = None
    appconfig_agent: Text | None = None


@dataclass(frozen=True)
class Logs(Written):
    """CloudWatch log groups. `keep`: how long entries are kept (absent: 30 days)."""

    keep: Duration = "30d"


@dataclass(frozen=True)
class Tracing(Written):
    """Tracing. `sample`: the share of requests that are traced, as in "5%" (absent: 5 %, as in App Mesh)."""

    sample: Annotated[str, Plain(_percentage)] = "5%"


@dataclass(frozen=True)
class Environment(Written):
    """One environment, which is one Pulumi stack.

    `platform` absent: this machine (`Local()`). `images`, `logs`, `tracing` absent: images as they are named, logs for 30
    days, no tracing. `delivery`: how configuration reaches the proxies on AWS; absent: `AppConfig()`.
    """

    name: Name
    mesh: Mesh
    _: KW_ONLY
    platform: Platform = Local()
    images: Images | None = None
    logs: Logs | None = None
    tracing: Tracing | None = None
    delivery: Delivery | None = None
