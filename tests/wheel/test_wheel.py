"""The wheel, installed into bare environments with one extra at a time: what an extra says it brings works alone."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from tests.ports import own_ports

ROOT = Path(__file__).parents[2]
WORKS = {
    "": ["import meshwright", "import meshwright.cli", "from meshwright import provision"],
    "aws": ["from meshwright import provision; provision.Ecs, provision.VirtualNode"],
    "doctor": ["import meshwright.account"],
    "local": ["import meshwright.local", "import meshwright.samples.echo"],
}
"""What can be run in an environment with this extra alone."""

CARRIED = (
    "py.typed",
    "delivery/agent/steps.sh",
    "delivery/agent/awk/compare.awk",
    "traffic/graph/page/page.html",
    "template/project/.gitignore",
    "template/project/.github/workflows/preview.yml",
    "template/project/stacks/mesh.py",
)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, timeout=300)
    [made] = folder.glob("meshwright-*.whl")
    return made


def test_it_carries_what_is_not_python(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert [each for each in CARRIED if f"meshwright/{each}" not in names] == []
    assert not any(name.startswith(("tests/", "stacks/")) for name in names)


@pytest.mark.parametrize("extra", WORKS)
def test_each_extra_works_alone(wheel: Path, tmp_path: Path, extra: str) -> None:
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True, timeout=120)
    python = str(environment / "bin/python")
    wanted = f"{wheel}[{extra}]" if extra else str(wheel)
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wanted]
    subprocess.run(install, check=True, timeout=900, cwd=tmp_path)
    for code in WORKS[extra]:
        done = subprocess.run(
            [python, "-c", code], capture_output=True, text=True, cwd=tmp_path, timeout=120, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), code
    command = str(environment / "bin/meshwright")
    for verb in ([], ["check"], ["doctor"], ["explain"], ["local"], ["send"]):
        done = subprocess.run([command, *verb, "--help"], capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stderr
    shop = tmp_path / "shop"
    _said([command, "init", str(shop)], tmp_path)
    assert "local: no problems" in _said([command, "check", "--all"], shop)
    if extra == "local":
        _first_minutes(command, shop)


def _first_minutes(command: str, shop: Path) -> None:
    """A newcomer's, with ports that nobody else of this machine's tests takes."""
    gateway, first, *_ = own_ports()
    local = shop / "stacks" / "local.py"
    local.write_text(local.read_text().replace('{"*": sample}', f'{{"*": sample}}, first_port={first + 10}'))
    port = ["--set", f"port={gateway}"]
    try:
        assert f"http://127.0.0.1:{gateway}/" in _said([command, "local", "up", *port], shop)
        assert "50 × 200" in _said([command, "send", "local", "-n", "50", *port], shop)
        assert "in-force" in _said([command, "local", "status"], shop)
    finally:
        _said([command, "local", "down"], shop)


def _said(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, timeout=240, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
