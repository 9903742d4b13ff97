"""The process of one container, with a root, user, working directory and environment of its own.

Run as root in the task's network namespace and a mount namespace of its own: `launch.py SPEC`, a JSON file with `root`
(the folder that becomes "/"), `binds` (path in it → folder or file, read-only unless in `writable`), `user`, `directory`,
`environment`, `drop` (capabilities by number) and `command`.
"""

import ctypes
import json
import os
import subprocess
import sys
from pathlib import Path

PR_CAPBSET_DROP = 24


def main(path: str) -> None:
    spec = json.loads(Path(path).read_text())
    root = Path(spec["root"])
    own = str(root) != "/"
    if own:
        subprocess.run(["mount", "--bind", str(root), str(root)], check=True)
    for inside, outside in spec["binds"].items():
        target = str(root / inside.lstrip("/"))
        subprocess.run(["mount", "--bind", outside, target], check=True)
        if inside not in spec["writable"]:
            subprocess.run(["mount", "-o", "remount,bind,ro", target], check=True)
    if own:
        subprocess.run(["mount", "-o", "remount,bind,ro", str(root)], check=True)
    libc = ctypes.CDLL(None, use_errno=True)
    for capability in spec["drop"]:
        if libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0):
            raise OSError(ctypes.get_errno(), f"cannot drop capability {capability}")
    os.chroot(root)
    os.chdir(spec["directory"])
    os.setgroups([])
    os.setgid(spec["user"])
    os.setuid(spec["user"])
    os.execvpe(spec["command"][0], spec["command"], spec["environment"])


main(sys.argv[1])
