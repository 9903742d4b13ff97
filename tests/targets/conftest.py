"""Network namespaces as a VPC, and the rendered tasks that run in it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .namespaces import Vpc
from .rendered import Task

NEEDED = ("ip", "iptables", "busybox", "unshare", "sysctl")


def _missing() -> str:
    if os.geteuid() != 0:
        return "network namespaces need root"
    missing = [each for each in NEEDED if shutil.which(each) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


@pytest.fixture
def vpc() -> Iterator[Vpc]:
    if reason := _missing():
        pytest.skip(reason)
    made = Vpc()
    yield made
    made.close()


@pytest.fixture
def task(vpc: Vpc, tmp_path: Path) -> Iterator[Callable[..., Task]]:
    """Starts rendered tasks, and stops those that still run at the end of the test."""
    started: list[Task] = []

    def start(definition: object, **options: object) -> Task:
        started.append(Task(vpc, definition, tmp_path / str(len(started)), **options))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for each in started:
        each.kill()
