"""The processes of a state folder, identified by an environment variable that they inherit, never by name."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

from meshwright.local import LocalError

# Every process of a state folder has the folder's path in this variable.
MARK = "MESHWRIGHT_LOCAL"


def living(folder: Path, *variables: str) -> set[int]:
    """The daemon of this folder and all processes below it that also have these variables.

    They are identified by their environment, which child processes inherit: neither by name nor by an id that the system
    may have reused. Empty without /proc.
    """
    wanted = {os.fsencode(variable) for variable in (f"{MARK}={folder}", *variables)}
    found = set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if wanted <= set(path.read_bytes().split(b"\0")):
                found.add(int(path.parent.name))
        except OSError:  # another user's, or gone
            continue
    return found


def end(folder: Path, *variables: str) -> None:
    """Ends these processes: SIGTERM, two seconds, SIGKILL. Raises LocalError if one does not end."""
    if not (pids := living(folder, *variables)):
        return
    if not variables:  # the daemon first, or it would start the others again
        _signal(pids - living(folder, "SUPERVISOR_ENABLED=1"), signal.SIGKILL)
    _signal(pids, signal.SIGTERM)
    started = time.monotonic()
    while left := living(folder, *variables):
        passed = time.monotonic() - started
        if passed > 10:
            raise LocalError(f"{folder}: these processes do not end, not even on SIGKILL: {sorted(left)}.")
        if passed > 2:
            _signal(left, signal.SIGKILL)
        time.sleep(0.02)


def _signal(pids: set[int], number: signal.Signals) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)
