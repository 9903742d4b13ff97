"""Where a mesh runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from meshwright.plan.model.types import Origin

Capture = Literal["transparent", "loopback"]
Architecture = Literal["x86", "arm"]
LoadBalancer = Literal["network", "application"]


@dataclass(frozen=True, slots=True)
class Task:
    """A size and a number of tasks; None: the platform's default."""

    cpu: float | None
    memory: str | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Platform:
    """Where it runs. `first_port` is of the local platform, the others are of AWS; `tasks` are by virtual node, and by
    virtual gateway, `load_balancers` by virtual gateway."""

    kind: Literal["local", "fargate", "ec2"]
    region: str | None = None
    first_port: int = 21000
    tasks: Mapping[str, Task] = field(default_factory=dict)
    capture: Capture | None = None
    architecture: Architecture | None = None
    load_balancers: Mapping[str, LoadBalancer] = field(default_factory=dict)
    origin: Origin = ""
