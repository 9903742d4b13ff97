"""Finds or makes a Pulumi CLI for this project and prints the folder to put on PATH.

In this order: the one on PATH, the one that an earlier run left in `.tools/`, Pulumi's own installer, a build
from the Go modules beside this file. The last two write to `.tools/bin` and happen once. Progress goes to
standard error. `docs/decisions/0001-pulumi-cli.md` says why.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

OLDEST = (3, 200)
"""The oldest CLI (major, minor) that this project accepts."""

INSTALLER_SECONDS = 240
"""How long Pulumi's installer may take altogether, in seconds; its first answer must come within 10."""

TOOLS = Path(__file__).resolve().parent
INSTALLED = TOOLS.parent / ".tools"
CLI = TOOLS / "pulumi-cli"
LANGUAGE_HOST = TOOLS / "pulumi-language-python"

SDK = "github.com/pulumi/pulumi/sdk/v3"
SCRIPTS = (
    "cmd/pulumi-language-python-exec",  # runs the program
    "dist/pulumi-resource-pulumi-python",  # runs dynamic providers
    "dist/pulumi-analyzer-policy-python",  # runs policy packs
)
"""What the engine starts beside the language host: part of the SDK's Go module, copied as it stands."""

INSTALLER = """
import socket, sys
from pulumi.automation import PulumiCommand
socket.setdefaulttimeout(10)
PulumiCommand.install(root=sys.argv[1])
"""

HELP = """\
No Pulumi CLI {oldest} or newer is on PATH, Pulumi's installer did not succeed, and {reason}.
Install one of these, then run the same command again:
  Pulumi   https://www.pulumi.com/docs/install/
  Go       https://go.dev/doc/install (1.24 or newer: Pulumi is then built here, once)
Without Pulumi, this shows the same mesh:
  .venv/bin/meshwright local up
"""


def main() -> int:
    """Prints the folder and returns 0, or prints what to install and returns 1."""
    folder = on_path() or made_before() or download()
    if folder is None:
        try:
            folder = build()
        except BuildError as error:
            say(HELP.format(oldest=".".join(map(str, OLDEST)), reason=error))
            return 1
    print(folder)
    return 0


def on_path() -> Path | None:
    """The folder on PATH that holds a CLI new enough, or None."""
    found = shutil.which("pulumi")
    return usable(Path(found).parent) if found else None


def made_before() -> Path | None:
    """The folder that an earlier run installed or built, or None without one made from today's go.mod."""
    folder = INSTALLED / "bin"
    built_from = folder / "built-from"
    if built_from.exists() and built_from.read_text() != modules_hash():
        return None
    return usable(folder)


def download() -> Path | None:
    """Runs Pulumi's own installer, through its Python SDK; None where that fails or takes too long."""
    say("Pulumi CLI: not on PATH, fetching it with Pulumi's installer")
    shutil.rmtree(INSTALLED / "bin", ignore_errors=True)
    command = [sys.executable, "-c", INSTALLER, str(INSTALLED)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    ) as installer:
        try:
            output, _ = installer.communicate(timeout=INSTALLER_SECONDS)
        except subprocess.TimeoutExpired:
            say(f"Pulumi CLI: no result after {INSTALLER_SECONDS} s")
            return None
        finally:
            if installer.poll() is None:
                os.killpg(installer.pid, signal.SIGKILL)  # with its downloads, which are its children
    if installer.returncode != 0:
        say(f"Pulumi CLI: {output.decode(errors='replace').strip().rpartition(chr(10))[2]}")
        return None
    return usable(INSTALLED / "bin")


class BuildError(Exception):
    """The CLI can't be built here; the text completes the sentence "... and "."""


def build() -> Path:
    """Builds the CLI with Go into a folder of its own, which takes its place only when it is complete."""
    if shutil.which("go") is None:
        raise BuildError("Go is not installed")
    say("Pulumi CLI: building it with Go, once (2 minutes on 2 cores)")
    INSTALLED.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="build-", dir=INSTALLED) as temporary:
        folder = Path(temporary) / "bin"
        folder.mkdir()
        version = go(CLI, "list", "-m", "-f", "{{.Version}}", SDK).lstrip("v")
        go_build(CLI, folder, f"-X {SDK}/go/common/version.Version={version}")
        go_build(LANGUAGE_HOST, folder)
        python = Path(go(CLI, "list", "-m", "-f", "{{.Dir}}", SDK)) / "python"
        for script in SCRIPTS:
            shutil.copyfile(python / script, folder / Path(script).name)
            (folder / Path(script).name).chmod(0o755)
        (folder / "built-from").write_text(modules_hash())
        if usable(folder) is None:
            raise BuildError("what Go built does not run")
        shutil.rmtree(INSTALLED / "bin", ignore_errors=True)
        return folder.rename(INSTALLED / "bin")


def go_build(module: Path, folder: Path, linker_flags: str = "") -> None:
    """Builds the one tool that the module names."""
    flags = ["-trimpath", "-ldflags", f"-s -w {linker_flags}", "-o", f"{folder}/"]
    go(module, "build", *flags, go(module, "list", "tool"))


def go(module: Path, *arguments: str) -> str:
    """Runs `go` in the module's folder and returns what it printed."""
    environment = os.environ | {"CGO_ENABLED": "0", "GOFLAGS": "-buildvcs=false", "GOWORK": "off"}
    result = subprocess.run(
        ["go", *arguments],
        cwd=module,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
    )
    if result.returncode != 0:
        raise BuildError(f"`go {arguments[0]}` in {module} failed:\n{result.stderr.strip()}")
    return result.stdout.strip()


def usable(folder: Path) -> Path | None:
    """The folder, if the CLI in it is new enough and the Python language host is at hand; else None."""
    path = f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"
    if shutil.which("pulumi-language-python", path=path) is None:
        return None
    try:
        output = subprocess.run(
            [folder / "pulumi", "version"],
            env=os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.match(r"v?(\d+)\.(\d+)", output)
    return folder if version and tuple(map(int, version.groups())) >= OLDEST else None


def modules_hash() -> str:
    """What a build depends on: the go.mod and go.sum of both modules."""
    files = [module / name for module in (CLI, LANGUAGE_HOST) for name in ("go.mod", "go.sum")]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
