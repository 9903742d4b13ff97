"""One run of a command, with its time."""

import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """Seconds from the start of a command to its end, and the processor's seconds for all its processes."""

    wall: float
    processor: float
    output: str


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Run:
    """Runs a command in a folder. Raises RuntimeError with all that it printed where it fails."""
    before, began = _processor(), time.perf_counter()
    done = subprocess.run(
        command, check=False, cwd=folder, env=environment, capture_output=True, text=True, timeout=900
    )
    wall = time.perf_counter() - began
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return Run(wall, _processor() - before, done.stdout)


def _processor() -> float:
    """Seconds that ended child processes, and theirs, have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
