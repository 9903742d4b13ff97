"""tools/: which Pulumi CLI is taken, what is said without one, and what is pinned."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """tools/pulumi_cli.py with a `.tools` of its own and an empty folder as PATH."""
    spec = importlib.util.spec_from_file_location("pulumi_cli", ROOT / "tools" / "pulumi_cli.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "INSTALLED", tmp_path / ".tools")
    monkeypatch.setenv("PATH", str(tmp_path / "path"))
    (tmp_path / "path").mkdir()
    return module


def put(folder: Path, version: str, language_host: bool = True) -> Path:
    """A folder with a stand-in for the CLI, which knows `version` only."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ["pulumi"] + ["pulumi-language-python"] * language_host:
        (folder / name).write_text(f"#!/bin/sh\necho {version}\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("version", ["v3.200.0", "3.272.1", "v3.201.0-alpha.1", "v4.0.0"])
def test_a_new_enough_cli_on_path_is_taken(cli: ModuleType, tmp_path: Path, version: str) -> None:
    assert cli.on_path() is None
    folder = put(tmp_path / "path", version)
    assert cli.on_path() == folder


@pytest.mark.parametrize("version", ["v3.199.9", "v2.400.0", "nonsense", ""])
def test_an_old_cli_on_path_is_not(cli: ModuleType, tmp_path: Path, version: str) -> None:
    put(tmp_path / "path", version)
    assert cli.on_path() is None


def test_a_cli_without_its_language_host_is_not(cli: ModuleType, tmp_path: Path) -> None:
    put(tmp_path / "path", "v3.200.0", language_host=False)
    assert cli.on_path() is None


def test_what_was_made_before_is_taken_until_the_modules_change(cli: ModuleType, tmp_path: Path) -> None:
    assert cli.made_before() is None
    folder = put(tmp_path / ".tools" / "bin", "v3.200.0")
    assert cli.made_before() == folder, "what the installer left has no stamp"
    (folder / "built-from").write_text(cli.modules_hash())
    assert cli.made_before() == folder
    (folder / "built-from").write_text("another go.mod")
    assert cli.made_before() is None


def test_the_one_on_path_comes_first(cli: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(tmp_path / ".tools" / "bin", "v3.200.0")
    folder = put(tmp_path / "path", "v3.200.0")
    assert cli.main() == 0
    assert capsys.readouterr().out == f"{folder}\n"


def test_with_nothing_at_hand_it_says_what_to_install(
    cli: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cli, "download", lambda: None)
    assert cli.main() == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    for part in ["Go is not installed", "3.200", "https://www.pulumi.com", ".venv/bin/meshwright local up"]:
        assert part in printed.err


def test_every_direct_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    wanted = {re.split(r"[^\w.-]", line)[0].lower() for group in groups for line in group}
    lines = (ROOT / "tools" / "constraints.txt").read_text().splitlines()
    pinned = {line.split("==")[0].lower() for line in lines if "==" in line}
    assert pinned == wanted
