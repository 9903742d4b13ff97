"""`meshwright diff`, run and understood."""

import os
import subprocess
import sys
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

_SECONDS = 600
_FOR_THE_JOB = ("GITHUB_TOKEN", "ACTIONS_")
"""What the environment has for the job alone: its token, and what it asks for a role's."""


class Verdict(IntEnum):
    """What a comparison says, the worse the larger."""

    SAME = 0
    DIFFERS = 1
    UNSAFE = 2
    FAILED = 3

    def __str__(self) -> str:
        return self.name.lower()


_CODES = {0: Verdict.SAME, 1: Verdict.DIFFERS, 3: Verdict.UNSAFE}
"""The exit codes of `meshwright diff`; any other one says that the comparison could not be made."""


@dataclass(frozen=True)
class Comparison:
    """`markdown`: the difference. `said`: what stood on standard error: advice, or why there is no difference."""

    verdict: Verdict
    markdown: str
    said: str

    @property
    def nothing_kept(self) -> bool:
        """Whether there is no deployed plan yet, or none that can be read: `pulumi up` will keep one."""
        return self.verdict is Verdict.FAILED and ("MW412" in self.said or "MW413" in self.said)


def compare(project: Path, old: str, new: str) -> Comparison:
    """Two sides in the words of `meshwright diff`. Never raises: what went wrong is the comparison's."""
    code, printed, said = _meshwright(project, "diff", old, new, "--markdown")
    return Comparison(_CODES.get(code, Verdict.FAILED), printed, said)


def new_stack(project: Path, stack: str) -> Comparison:
    """A stack that there is nothing to compare with: it must be described without an error."""
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
    """Exit code, standard output and standard error. It runs the stacks' own Python, which the job's token is not for."""
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
