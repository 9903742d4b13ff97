"""Where an environment runs. Sizes and scale live here: an exact name comes before "*"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from typing import Annotated, Literal

from meshwright.description import fields
from meshwright.description.annotations import OneOf, Plain, PlainAfter, empty_mapping
from meshwright.description.fields import Duration, PortNumber, Size, Text
from meshwright.description.workload import Process
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind
from meshwright.field_docs import documented


def _cpu(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= 192:
        raise other_kind(value, "a number of virtual CPUs, as in 0.5")
    return value


def _high(value: object, before: Mapping[str, object]) -> object:
    low = before.get("low", 0)
    return fields.number(low if isinstance(low, int) else 0, 5000, "a number of tasks")(value)


Low = Annotated[int, Plain(fields.number(0, 5000, "a number of tasks"))]
High = Annotated[int, PlainAfter(_high)]
Cpu = Annotated[float, Plain(_cpu)]


@documented
@dataclass(frozen=True)
class Scale(Written):
    """How many tasks a version has. Between two bounds it scales by CPU. For example `Scale(2, 10)`."""

    low: Low
    """The smallest number of tasks: 0 to 5000."""

    high: High | None = None
    """The largest number of tasks: `low` to 5000. Default: `low`, which does not scale."""


@documented
@dataclass(frozen=True)
class Task(Written):
    """The size and number of the tasks of a version or gateway. For example `Task(cpu=0.5, memory="1GiB", scale=Scale(2))`.

    A field that is left out comes from the task for `"*"`, then from the defaults below.
    """

    cpu: Cpu | None = None
    """Virtual CPUs, as in `0.5`: more than 0, at most 192. Fargate supports some sizes only (MW312). Default: 0.25, or
    the smallest of Fargate that has this `memory`."""

    memory: Size | None = None
    """Memory, as in `"512MiB"` or `"1GiB"`. Default: the smallest that fits `cpu`: 512 MiB for 0.25 virtual CPUs."""

    scale: Scale | None = None
    """How many tasks run. Default: one."""

    drain: Duration | None = None
    """How long a task that leaves still serves the requests in flight, after its callers have stopped to send new ones.
    Every replacement of a task takes this long. At most 60 s on Fargate, which stops a task after 120 s (MW319).

    Default: 20 s. Then the application gets SIGTERM, and has 30 s more.
    """


Capture = Literal["transparent", "loopback"]
Architecture = Literal["x86", "arm"]
LoadBalancer = Literal["network", "application"]
CaptureName = Annotated[Capture, Plain(fields.choice("transparent", "loopback"))]
ArchitectureName = Annotated[Architecture, Plain(fields.choice("x86", "arm"))]
LoadBalancerName = Annotated[LoadBalancer, Plain(fields.choice("network", "application"))]


@dataclass(frozen=True)
class _Ecs(Written):
    """The fields that all launch types of ECS have."""

    region: Text
    """The AWS region, as in `"eu-west-1"`."""

    tasks: Mapping[str, Task] = empty_mapping()
    """Sizes and numbers of tasks, by the name of a version (`checkout-v1`), service, virtual node or gateway; `"*"` is for
    all others. The most specific name comes first.

    Default: one task each, with 0.25 virtual CPUs and 512 MiB.
    """

    _: KW_ONLY
    capture: CaptureName | None = None
    """How applications reach the mesh. `transparent` redirects all their connections to Envoy, whatever they call.
    `loopback` resolves the names of the mesh to the task's own Envoy, on port 80, and captures nothing else.

    Default: `transparent`.
    """

    architecture: ArchitectureName | None = None
    """The processors: `x86` or `arm`. Default: `x86`."""

    load_balancers: Mapping[str, LoadBalancerName] = empty_mapping()
    """The kind of load balancer in front of each gateway, by its name; `"*"` is for all others. `network` forwards
    connections. `application` forwards requests and adds X-Forwarded-For and X-Forwarded-Proto, which the gateway's Envoy
    trusts.

    Default: `network`.
    """


@documented
@dataclass(frozen=True)
class Fargate(_Ecs):
    """ECS on AWS Fargate, in one region.

    For example::

        Fargate("eu-west-1", tasks={"*": Task(cpu=0.5, memory="1GiB"), "web": Task(scale=Scale(4, 40))})
    """


@documented
@dataclass(frozen=True)
class Ec2(_Ecs):
    """ECS on EC2 instances, in one region: the same tasks as on Fargate, of any size. A task reserves its CPU and
    memory, and may use more where its machine has it.

    The instances are those of the cluster that the component gets (`provision.Ecs(cluster=...)`), or new ones.
    """


@documented
@dataclass(frozen=True)
class Local(Written):
    """This machine: every application is a process, with a real Envoy beside it. Gateways listen on the ports of the
    description.

    For example `Local({"*": Process(["python", "-m", "shop"])})`.
    """

    processes: Mapping[str, Process] = empty_mapping()
    """The process that each version runs here, by its name (`checkout-v1`), its service or its virtual node; `"*"` is for
    all others. A version whose `runs` is a `Process` needs none.

    Default: none. A version that runs a container is then refused (MW302).
    """

    first_port: PortNumber = 21000
    """The first of the ports that applications and Envoys get, in ascending order. Default: 21000."""


Platform = Annotated[Fargate | Ec2 | Local, OneOf(Fargate, Ec2, Local)]
