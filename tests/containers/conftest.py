"""One Docker daemon for all tests of this folder, and what stands around its tasks."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from .appconfig import AppConfig
from .cloud import Cloud
from .cloud_map import CloudMap
from .daemon import Daemon

NEEDED = ("dockerd", "nsenter", "ip", "iptables", "busybox", "wrk", "curl")


def _missing() -> str:
    if os.geteuid() != 0:
        return "dockerd needs root"
    missing = [each for each in NEEDED if shutil.which(each) is None]
    return f"not installed: {', '.join(missing)}" if missing else ""


@pytest.fixture(scope="session")
def daemon() -> Iterator[Daemon]:
    if reason := _missing():
        pytest.skip(reason)
    made = Daemon(Path(tempfile.mkdtemp(prefix="meshwright-docker-")))
    yield made
    made.close()


@pytest.fixture
def cloud(daemon: Daemon) -> Iterator[Cloud]:
    """What a VPC has: names, AppConfig, and the tasks that a test starts, which end with it."""
    made = Cloud(daemon, CloudMap(daemon), AppConfig(daemon))
    yield made
    made.close()
