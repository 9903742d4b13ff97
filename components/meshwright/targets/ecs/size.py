"""The size of a task, and the share of each container. CPU in units of 1/1024 of a virtual CPU, memory in MiB."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meshwright.plan.model import TaskSize
from meshwright.targets.sidecars import Sidecar

GIB = 1024

FARGATE: dict[int, Sequence[int]] = {
    256: (512, 1024, 2048),
    512: range(1 * GIB, 4 * GIB + 1, GIB),
    1024: range(2 * GIB, 8 * GIB + 1, GIB),
    2048: range(4 * GIB, 16 * GIB + 1, GIB),
    4096: range(8 * GIB, 30 * GIB + 1, GIB),
    8192: range(16 * GIB, 60 * GIB + 1, 4 * GIB),
    16384: range(32 * GIB, 120 * GIB + 1, 8 * GIB),
}
"""The sizes that Fargate offers: memory by CPU. Source: ECS developer guide, "Task CPU and memory"."""

DEFAULT_CPU, DEFAULT_MEMORY = 256, 512
"""The smallest size of Fargate."""

LEAST_FOR_APPLICATION = 64
"""MiB."""


@dataclass(frozen=True, slots=True)
class Size:
    """A task's CPU and memory."""

    cpu: int
    memory: int

    def __str__(self) -> str:
        return f'cpu={self.cpu / 1024:.3g}, memory="{text(self.memory)}"'


def asked(task: TaskSize | None) -> Size:
    """The size of a task. A value that is not described is the default, or the smallest that fits the other value."""
    cpu = round(task.cpu * 1024) if task and task.cpu is not None else None
    memory = mebibytes(task.memory) if task and task.memory is not None else None
    if cpu is None and memory is not None:
        cpu = next((each for each, sold in FARGATE.items() if memory <= sold[-1]), max(FARGATE))
    cpu = DEFAULT_CPU if cpu is None else cpu
    if memory is None:
        memory = FARGATE[cpu][0] if cpu in FARGATE else DEFAULT_MEMORY
    return Size(cpu, memory)


def text(memory: int) -> str:
    """MiB as people write them: "512MiB", "2GiB"."""
    return f"{memory // GIB}GiB" if memory % GIB == 0 else f"{memory}MiB"


def mebibytes(written: str) -> int:
    """MiB from a text like "512MiB" or "1.5GiB"."""
    return round(float(written[:-3]) * (GIB if written.endswith("GiB") else 1))


def nearest(size: Size) -> Size:
    """The smallest size of Fargate that has at least this CPU and memory. If there is none, its largest."""
    sold = [Size(cpu, memory) for cpu, memories in FARGATE.items() for memory in memories]
    return next((each for each in sold if each.cpu >= size.cpu and each.memory >= size.memory), sold[-1])


def is_sold(size: Size) -> bool:
    """Whether Fargate offers exactly this size."""
    return size.memory in FARGATE.get(size.cpu, ())


def least_memory(sidecars: Iterable[Sidecar]) -> int:
    """MiB without which these sidecars and an application do not fit."""
    return sum(each.memory for each in sidecars) + LEAST_FOR_APPLICATION


def cpu_of(size: Size, sidecar: Sidecar) -> int:
    """CPU units of a sidecar, at least 4: the kernel raises values below 2 to 2."""
    return max(4, int(size.cpu * sidecar.cpu))


def workers(size: Size) -> int:
    """Envoy's worker threads: one for each whole CPU, at least one. Envoy's default is one for each CPU of the machine."""
    return max(1, size.cpu // 1024)
