"""Runs `meshwright diff` and reads its result."""

import os
import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

_SECONDS = 600
_FOR_THE_JOB = ("GITHUB_TOKEN", "ACTIONS_")
"""Variables that only the job may see: its token, and what it requests an AWS role with."""


class Verdict(IntEnum):
    """The result of a comparison. A larger one is worse."""

    SAME = 0
    DIFFERS = 1
    UNSAFE = 2
    FAILED = 3

    def __str__(self) -> str:
        return self.name.lower()


_CODES = {0: Verdict.SAME, 1: Verdict.DIFFERS, 3: Verdict.UNSAFE}
"""The exit codes of `meshwright diff`. Any other one means that the comparison failed."""


@dataclass(frozen=True)
class Comparison:
    """`markdown`: the difference. `said`: standard error: advice, or why the comparison failed."""

    verdict: Verdict
    markdown: str
    said: str

    @property
    def nothing_kept(self) -> bool:
        """Whether there is no deployed plan that can be read. The next `pulumi up` stores one."""
        return self.verdict is Verdict.FAILED and ("MW412" in self.said or "MW413" in self.said)


def compare(project: Path, old: str, new: str) -> Comparison:
    """Compares two sides, named as for `meshwright diff`. Never raises: an error is part of the comparison."""
    code, printed, said = _meshwright(project, "diff", old, new, "--markdown")
    return Comparison(_CODES.get(code, Verdict.FAILED), printed, said)


def new_stack(project: Path, stack: str) -> Comparison:
    """Checks a stack that has nothing to be compared with: its description must have no error."""
    code, printed, said = _meshwright(project, "check", stack)
    verdict = Verdict.FAILED if code else Verdict.DIFFERS
    return Comparison(verdict, "This stack is new: there is nothing to compare it with.", f"{printed}\n{said}".strip())


def existed(project: Path, revision: str, stack: str) -> bool:
    """Whether the revision has the stack's file. Raises LookupError for a revision that is not in the clone."""
    if _git(project, "cat-file", "-e", f"{revision}^{{commit}}"):
        raise LookupError(f"{revision} is not in this clone: check out with `fetch-depth: 0`")
    return _git(project, "cat-file", "-e", f"{revision}:./stacks/{stack}.py") == 0


def _git(project: Path, *arguments: str) -> int:
    return subprocess.run(["git", *arguments], cwd=project, capture_output=True, check=False).returncode


def _meshwright(project: Path, *arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error. The stacks' own Python runs in it and must not see the job's token."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_FOR_THE_JOB)}
    command = [sys.executable, "-m", "meshwright", *arguments]
    try:
        done = subprocess.run(
            command,
            cwd=project,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return -1, "", f"meshwright {' '.join(arguments)}: no result in {_SECONDS} s"
    return done.returncode, done.stdout.strip(), done.stderr.strip()
