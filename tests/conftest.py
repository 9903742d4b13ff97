"""What all tests share: markers by folder, what a quick test may not start, and why tests were skipped."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A machine that is busy is no reason to fail.
settings.register_profile("meshwright", deadline=None)
settings.load_profile("meshwright")

TESTS = Path(__file__).parent
MARKERS = {
    "agent": ("envoy",),
    "containers": ("docker", "root"),
    "engine": ("engine", "envoy"),
    "opinions": ("engine",),
    "envoy": ("envoy",),
    "github": ("engine",),
    "local": ("envoy",),
    "standin": ("engine",),
    "targets": ("envoy", "root"),
    "wheel": ("wheel",),
}
"""What the tests of a folder need. Those of `make quick` (unit, cases, rejected) need nothing."""

FILES = {
    "agent/test_awk.py": (),
    "agent/test_bundle.py": (),
    "graph/test_page.py": ("browser",),
    "standin/test_changes.py": (),
    "standin/test_diff.py": (),
    "standin/test_generated.py": (),
    "targets/test_definitions.py": (),
    "targets/test_values.py": (),
}
"""Files that need something else than the others of their folder."""

STARTED = {"envoy": "envoy", "pulumi": "engine", "dockerd": "docker", "chromium": "browser"}
"""Programs, and the marker of a test that starts one."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write the expected files anew instead of comparing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        place = item.path.relative_to(TESTS)
        for name in FILES.get(place.as_posix(), MARKERS.get(place.parts[0], ())):
            item.add_marker(name)


@pytest.fixture(autouse=True)
def only_what_its_markers_allow(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that starts Envoy, the engine, Docker or a browser without its marker fails: `make quick` has none of them."""
    real = subprocess.Popen.__init__

    def started(self: Any, args: Any, *more: Any, **options: Any) -> None:
        words = args.split() if isinstance(args, str) else [os.fspath(each) for each in args]
        for word in words[:1]:
            # A test's own folder has doubles of such programs at most.
            marker = None if "pytest-of" in word else STARTED.get(os.path.basename(word))
            assert marker is None or request.node.get_closest_marker(marker), f"{word} needs the marker {marker}"
        real(self, args, *more, **options)

    monkeypatch.setattr(subprocess.Popen, "__init__", started)


@pytest.fixture(scope="session")
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew."""
    return bool(request.config.getoption("--refresh"))
