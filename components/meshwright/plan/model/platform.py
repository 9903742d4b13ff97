"""Where a mesh runs: one type for each platform."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, ClassVar, Literal

from pydantic import PlainSerializer, PlainValidator, TypeAdapter

from meshwright.plan.model.types import Duration, Origin
from meshwright.problems import UnknownPlatform

Capture = Literal["transparent", "loopback"]
Architecture = Literal["x86", "arm"]
LoadBalancer = Literal["network", "application"]


@dataclass(frozen=True, slots=True)
class TaskSize:
    """The size of a task, the number of tasks, and how they leave. None: the default of the platform."""

    cpu: float | None
    memory: str | None
    low: int | None
    high: int | None
    drain: Duration | None = None
    """How long a task that leaves serves the requests in flight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """The base of every platform."""

    kind: ClassVar[str]

    @property
    def tasks(self) -> Mapping[str, TaskSize]:
        """The size of the tasks of each virtual node and virtual gateway, on platforms where tasks have sizes."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalPlatform(Platform):
    """Processes on one machine."""

    kind: ClassVar[str] = "local"
    first_port: int = 21000
    """The first of the ports that are assigned, in ascending order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EcsPlatform(Platform):
    """Tasks of Amazon ECS in one region: the base of its launch types."""

    region: str
    tasks: Mapping[str, TaskSize] = field(default_factory=dict)
    """By virtual node and by virtual gateway."""
    capture: Capture
    architecture: Architecture
    load_balancers: Mapping[str, LoadBalancer] = field(default_factory=dict)
    """By virtual gateway."""
    origin: Origin


@dataclass(frozen=True, slots=True, kw_only=True)
class FargatePlatform(EcsPlatform):
    """ECS on AWS Fargate."""

    kind: ClassVar[str] = "fargate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ec2Platform(EcsPlatform):
    """ECS on EC2 instances."""

    kind: ClassVar[str] = "ec2"


PLATFORMS: dict[str, type[Platform]] = {each.kind: each for each in (LocalPlatform, FargatePlatform, Ec2Platform)}
"""Every platform that a plan can have, by its kind: how YAML is read back."""


def _adapter(kind: str) -> TypeAdapter[Any]:
    if kind not in PLATFORMS:
        raise UnknownPlatform(kind, PLATFORMS, __name__)
    return _adapter_of(kind)


@cache
def _adapter_of(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(PLATFORMS[kind])


def _to_values(platform: Platform) -> dict[str, Any]:
    values: dict[str, Any] = _adapter(platform.kind).dump_python(platform, mode="json", exclude_defaults=True)
    return {"kind": platform.kind} | values


def _from_values(values: object) -> Platform:
    if isinstance(values, Platform):
        return values
    if not isinstance(values, Mapping):
        raise ValueError("a platform is a mapping")
    fields = dict(values)
    platform: Platform = _adapter(str(fields.pop("kind", None))).validate_python(fields)
    return platform


PlannedPlatform = Annotated[Platform, PlainValidator(_from_values), PlainSerializer(_to_values)]
"""A Platform as YAML has it: with its `kind`."""
