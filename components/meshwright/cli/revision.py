"""The files of a git revision, extracted to a temporary folder. The work tree is not touched."""

import io
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

from meshwright.problems import Problem, ProblemsFound

_SECONDS = 120
"""Seconds that one git command may take."""


@contextmanager
def files(folder: Path, revision: str) -> Iterator[Path]:
    """The folder at a revision (a branch, a tag, a commit), in a temporary folder that holds the whole tree.

    Raises ProblemsFound (MW416) without git, outside of a repository, and for a revision that is unknown or has no such
    folder.
    """
    folder = folder.resolve()
    top = Path(_git(folder, revision, "rev-parse", "--show-toplevel").decode().strip()).resolve()
    commit = _git(folder, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    archive = _git(top, revision, "archive", "--format=tar", commit.decode().strip())
    with TemporaryDirectory(prefix="meshwright-") as temporary:
        with suppress(tarfile.ReadError), tarfile.open(fileobj=io.BytesIO(archive)) as tree:  # a tree without files
            tree.extractall(temporary, filter="data")
        found = Path(temporary) / folder.relative_to(top)
        if not found.is_dir():
            _refuse(f'"{revision}" has no folder {folder.relative_to(top)}', "name a later revision")
        yield found


def _git(folder: Path, revision: str, *arguments: str) -> bytes:
    try:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except FileNotFoundError:
        _refuse("no `git` on PATH", "install git, or compare files and saved plans")
    except subprocess.TimeoutExpired:
        _refuse(f"git gave no answer in {_SECONDS} s", "run it again")
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split()).removeprefix("fatal: ")
        fix = "see `git branch -a`; in CI, fetch it first (a shallow clone has one commit only)"
        _refuse(said or f'no revision "{revision}"', fix)
    return done.stdout


def _refuse(found: str, fix: str) -> NoReturn:
    raise ProblemsFound([Problem("MW416", (), found, "a revision of this git repository", fix)])
