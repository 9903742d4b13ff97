"""Each test runs below the folder of a small project."""

from pathlib import Path

import pytest
from tests.unit.cli.command import ADVICE, LOCAL, PROD, SHOP, WRONG


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "stacks"
    path.mkdir()
    files = {"shop": SHOP, "prod": PROD, "local": LOCAL, "wrong": WRONG, "advice": ADVICE}
    for name, text in files.items():
        (path / f"{name}.py").write_text(text)
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nstackConfigDir: stacks\n")
    return path


@pytest.fixture(autouse=True)
def _in_the_project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    below = folder.parent / "some" / "where"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
