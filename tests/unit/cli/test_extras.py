"""Without an extra, only what needs it fails, and says what to install.

An import of None in `sys.modules` fails like that of a package that is not installed. Another test tries the wheel itself.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from meshwright import provision

PACKAGES = {
    "aws": ("pulumi_aws",),
    "doctor": ("boto3", "botocore"),
    "local": ("aiohttp", "envoy", "supervisor", "yarl"),
}
VERBS = ("check", "diff", "doctor", "envoy", "explain", "graph", "init", "local", "problem", "send", "show")


def run(code: str, *, extras: tuple[str, ...]) -> subprocess.CompletedProcess[str]:
    missing = {name: None for extra, names in PACKAGES.items() if extra not in extras for name in names}
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.modules.update({missing!r})\n{code}"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("extras", [(), ("aws",), ("doctor",), ("local",)], ids=["none", "aws", "doctor", "local"])
def test_every_help_works_without_extras(extras: tuple[str, ...]) -> None:
    verbs = [[verb, "--help"] for verb in VERBS] + [["local", verb, "--help"] for verb in ("up", "status", "down")]
    code = f"from meshwright.cli import main\nfor each in {verbs!r}: main(each, standalone_mode=False)"
    done = run(code, extras=extras)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Usage:") == len(verbs)


@pytest.mark.parametrize("extras", [(), ("aws",), ("doctor",), ("local",)], ids=["none", "aws", "doctor", "local"])
def test_provision_is_imported_with_any_extra(extras: tuple[str, ...]) -> None:
    done = run("from meshwright import provision; provision.MeshEnvironment, provision.load", extras=extras)
    assert done.returncode == 0, done.stderr


def test_the_components_of_ecs_need_aws_only() -> None:
    names = [each for each in provision.__all__ if not each.startswith("Local")]
    every = f"from meshwright import provision\nfor each in {names!r}: getattr(provision, each)"
    done = run(every, extras=("aws",))
    assert done.returncode == 0, done.stderr
    done = run("from meshwright import provision; provision.Network", extras=("local",))
    assert "ImportError: provision.Network: pulumi_aws is not installed: pip install 'meshwright[aws]'" in done.stderr


@pytest.mark.parametrize("arguments", [["local", "up"], ["local", "status"], ["local", "down"], ["send", "local"]])
def test_a_verb_says_which_extra_it_needs(arguments: list[str]) -> None:
    done = run(f"from meshwright.cli import main\nmain({arguments!r})", extras=("aws",))
    assert done.returncode == 1
    assert done.stderr.endswith("is not installed: pip install 'meshwright[local]'\n")


def test_doctor_says_which_extra_it_needs(folder: Path) -> None:
    arguments = ["doctor", "prod", "--aws", "--stacks", str(folder)]
    done = run(f"from meshwright.cli import main\nmain({arguments!r})", extras=("aws",))
    assert done.returncode == 1
    assert done.stderr == "Error: boto3 is not installed: pip install 'meshwright[doctor]'\n"
