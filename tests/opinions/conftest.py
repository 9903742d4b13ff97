"""The environments, made once by the real engine and the test double, for all tests of all processes."""

import fcntl
import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.standin.client import Standin
from tests.standin.conftest import Project
from tests.standin.state import Row

from .worlds import WORLDS

Rendered = Mapping[str, list[Row]]


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The resources of each environment, in the order in which they were made."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "opinions"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "done").exists():
            _render(folder)
            (folder / "done").touch()
    rows = Standin(folder / "standin").resources()
    found = {
        name: [each for each in rows if each.name.startswith(_beginnings(world.called or name))]
        for name, world in WORLDS.items()
    }
    assert sum(map(len, found.values())) == len(rows), "each belongs to one world"
    return found


def _beginnings(name: str) -> tuple[str, ...]:
    """How the names of an environment's resources begin. Some are cut."""
    own = f"{name}-"[:16]
    return own, f"mesh-{own}", own.replace("_", "-")


def _render(folder: Path) -> None:
    project = Project(folder / "project", Standin(folder / "standin"))
    project.standin.secret("shop/db")
    project.standin.secret("shop/account")

    def program() -> None:
        for number, (name, world) in enumerate(WORLDS.items(), start=1):
            world.build(name, number)

    before = Path.cwd()
    os.chdir(folder)
    try:
        project.up(program)
    finally:
        os.chdir(before)
