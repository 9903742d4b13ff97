"""Where an environment runs. Sizes and scale live here: an exact name comes before "*"."""

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import OneOf, Plain, PlainAfter, empty_mapping
from meshwright.description.fields import PortNumber, Size, Text
from meshwright.description.workload import Process
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind


def _cpu(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 192:
        raise other_kind(value, "a number of virtual CPUs, as in 0.5")
    return value


def _high(value: object, before: Mapping[str, object]) -> object:
    low = before.get("low", 0)
    return fields.number(low if isinstance(low, int) else 0, 5000, "a number of tasks")(value)


@dataclass(frozen=True)
class Scale(Written):
    """How many tasks a version has: never fewer than `low`, never more than `high` (absent: `low`)."""

    low: Annotated[int, Plain(fields.number(0, 5000, "a number of tasks"))]
    high: Annotated[int, PlainAfter(_high)] | None = None


@dataclass(frozen=True)
class Task(Written):
    """The size and number of a version's tasks. What is absent comes from "*", then from the platform's defaults.

    `cpu`: virtual CPUs. `memory`: as in "512MiB", "1GiB". `scale`: how many.
    """

    cpu: Annotated[float, Plain(_cpu)] | None = None
    memory: Size | None = None
    scale: Scale | None = None


Capture = Literal["transparent", "loopback"]
Architecture = Literal["x86", "arm"]
LoadBalancer = Literal["network", "application"]
_CAPTURE = Plain(fields.choice("transparent", "loopback"))
_ARCHITECTURE = Plain(fields.choice("x86", "arm"))
_LOAD_BALANCER = Plain(fields.choice("network", "application"))


@dataclass(frozen=True)
class _Ecs(Written):
    """The fields that all launch types of ECS have."""

    region: Text
    tasks: Mapping[str, Task] = empty_mapping()
    _: KW_ONLY
    capture: Annotated[Capture, _CAPTURE] | None = None
    architecture: Annotated[Architecture, _ARCHITECTURE] | None = None
    load_balancers: Mapping[str, Annotated[LoadBalancer, _LOAD_BALANCER]] = empty_mapping()


@dataclass(frozen=True)
class Fargate(_Ecs):
    """AWS Fargate in one region.

    `tasks`: sizes by service or node name, "*" for all others; absent: a quarter of a CPU and 512 MiB, one task.
    `capture`: how applications reach the mesh. "transparent" (absent: this): their connections are led through Envoy,
    whatever they call. "loopback": names of the mesh lead to the task's own Envoy, on port 80, and nothing else is
    captured. `architecture`: "x86" (absent: this) or "arm". `load_balancers`: what stands before a gateway, by its name,
    "*" for all others. "network" (absent: this) passes connections on. "application" passes requests on, and tells the
    gateway's Envoy, which trusts it, from where and how they came (X-Forwarded-For, X-Forwarded-Proto).
    """


@dataclass(frozen=True)
class Ec2(_Ecs):
    """ECS on EC2 instances of the cluster that the component is given, in one region: the same tasks as on Fargate, of
    any size.

    `tasks`, `capture`, `architecture`, `load_balancers`: as of `Fargate`, also absent.
    """


@dataclass(frozen=True)
class Local(Written):
    """One machine, with real Envoys.

    `processes`: what services and nodes run here, by name, "*" for all others; a version whose workload is a `Process`
    already runs that. `first_port`: the first of the ports that are given out, one after the other (absent: 21000).
    Gateways listen on the ports of the description.
    """

    processes: Mapping[str, Process] = empty_mapping()
    first_port: PortNumber = 21000


Platform = Annotated[Fargate | Ec2 | Local, OneOf(Fargate, Ec2, Local)]
