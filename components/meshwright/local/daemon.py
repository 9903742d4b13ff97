"""supervisord itself: one daemon per state folder, its configuration file, and its XML-RPC interface on a Unix socket."""

import hashlib
import http.client
import os
import subprocess
import sys
import time
import xmlrpc.client
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from supervisor.xmlrpc import Faults, SupervisorTransport

from meshwright.local import LocalError
from meshwright.local.processes import MARK
from meshwright.local.program import LocalTask, sections

# All that the daemon gets from its caller's environment, which may hold secrets.
_INHERITED = ("HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "TMPDIR", "TZ", "USER")
_TIMEOUT = 10.0
"""Seconds for the daemon to start, and for a group to stop."""

# Paths are relative to the folder, names are plain, everything else is in the scripts: nothing here needs quoting.
_CONFIGURATION = """\
[supervisord]
logfile=logs/supervisord.log
logfile_maxbytes=1MB
logfile_backups=2
pidfile=supervisord.pid
[unix_http_server]
file={socket}
chmod=0700
[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""


class Daemon:
    """The supervisord of one state folder. It does not lock: its caller does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._socket = folder / "supervisor.sock"
        if len(os.fsencode(self._socket)) > 90:  # systems allow 103 or 107; supervisord appends its pid
            digest = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
            self._socket = Path(f"/tmp/meshwright-{os.getuid()}-{digest}.sock")

    def running(self) -> bool:
        """Whether the daemon answers and keeps its programs alive."""
        # The socket may be elsewhere: a daemon whose folder was removed does not count.
        if not (self.folder / "supervisord.pid").exists():
            return False
        try:
            return bool(self.call("getState")["statename"] == "RUNNING")
        except LocalError:
            return False

    def start(self) -> None:
        """Starts the daemon with its configuration file. It outlives its caller and the shell.

        Raises LocalError if supervisord does not start.
        """
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        done = subprocess.run(
            [sys.executable, "-P", "-m", "supervisor.supervisord", "-c", "supervisord.conf"],
            cwd=self.folder,
            env={**environment, MARK: str(self.folder)},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            check=False,
        )
        if done.returncode or not self.wait(self.running):
            raise LocalError(
                f"supervisord does not start (exit code {done.returncode}): {done.stdout.strip()} "
                f"See {self.folder / 'logs' / 'supervisord.log'}."
            )

    def configure(self, tasks: Iterable[LocalTask]) -> None:
        """Writes the configuration file. A running daemon reads it when it is told to reload."""
        (self.folder / "logs").mkdir(exist_ok=True)
        socket = self._socket.name if self._socket.parent == self.folder else self._socket
        text = _CONFIGURATION.format(socket=socket) + "".join(map(sections, tasks))
        replace(self.folder / "supervisord.conf", text)

    def forget(self) -> None:
        """Removes the daemon's own files, once it has ended. Logs stay."""
        for path in (self._socket, self.folder / "supervisord.pid", self.folder / "supervisord.conf"):
            path.unlink(missing_ok=True)

    def stop_group(self, name: str) -> None:
        """Stops the programs of a group and removes it. An unknown group is no error."""
        deadline = time.monotonic() + _TIMEOUT
        while self.running() and name in self.groups():
            self.call("stopProcessGroup", name)  # returns when all have stopped, by SIGKILL if need be
            try:
                self.call("removeProcessGroup", name)
            except xmlrpc.client.Fault as fault:
                # A program that had just crashed did not run when the group was stopped, and was started after it.
                if fault.faultCode != Faults.STILL_RUNNING or time.monotonic() > deadline:
                    raise LocalError(f"{name} does not stop: {fault.faultString}") from fault

    def groups(self) -> set[str]:
        """The names of the groups that it runs."""
        return {info["group"] for info in self.processes()}

    def processes(self) -> list[dict[str, Any]]:
        """What it reports of each program."""
        return list(self.call("getAllProcessInfo"))

    def call(self, method: str, *arguments: object) -> Any:
        """Calls a method of supervisord's XML-RPC interface. Raises LocalError if it does not answer."""
        transport = SupervisorTransport(None, None, f"unix://{self._socket}")
        try:
            with xmlrpc.client.ServerProxy("http://localhost", transport=transport) as proxy:
                return getattr(proxy.supervisor, method)(*arguments)
        except (OSError, http.client.HTTPException, xmlrpc.client.ProtocolError) as error:
            raise LocalError(f"The supervisord of {self.folder} does not answer: {error}.") from error
        finally:
            transport.close()

    @staticmethod
    def wait(condition: Callable[[], bool]) -> bool:
        """Waits until the condition is met, for some seconds; whether it was."""
        deadline = time.monotonic() + _TIMEOUT
        while not (met := condition()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return met


def replace(path: Path, text: str) -> None:
    """Writes a file by rename, so that no reader sees a part of it."""
    draft = path.with_name(f"{path.name}.new")
    draft.write_text(text)
    draft.replace(path)
