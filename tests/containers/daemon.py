"""A Docker daemon of the test's own, in a network namespace of its own: nothing of it is reachable from outside."""

import ctypes
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import docker
import docker.errors

ADDRESS = "10.72.0.1"
"""The namespace's own end of Docker's bridge: the resolver and the double of AppConfig listen there."""


class Daemon:
    """dockerd, its namespace, and a client of it. `close` ends all of it."""

    def __init__(self, folder: Path) -> None:
        self.space = f"mw-docker-{secrets.token_hex(3)}"
        self.folder = folder
        subprocess.run(["ip", "netns", "add", self.space], check=True)
        subprocess.run(["ip", "-n", self.space, "link", "set", "lo", "up"], check=True)
        socket_path = f"unix://{folder}/docker.sock"
        # `ip netns exec` would mount /sys anew, without the cgroups.
        enter = ["nsenter", f"--net=/run/netns/{self.space}"]
        places = ["--data-root", f"{folder}/data", "--exec-root", f"{folder}/exec", "--pidfile", f"{folder}/docker.pid"]
        with (folder / "dockerd.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*enter, "dockerd", *places, "--host", socket_path, "--bip", f"{ADDRESS}/24"],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.client = self._connect(socket_path)

    def _connect(self, socket_path: str) -> docker.APIClient:
        deadline = time.monotonic() + 120
        while True:
            try:
                return docker.APIClient(base_url=socket_path, timeout=120)
            except docker.errors.DockerException:
                log = (self.folder / "dockerd.log").read_text()[-2000:]
                assert self._process.poll() is None, f"dockerd has ended: {log}"
                assert time.monotonic() < deadline, f"dockerd does not answer: {log}"
                time.sleep(0.2)

    def within(self, enter: Callable[[], None]) -> None:
        """Runs a function in a thread that is in the namespace: sockets that it makes belong there."""
        failed: list[BaseException] = []

        def run() -> None:
            try:
                with open(f"/run/netns/{self.space}") as space:
                    if ctypes.CDLL(None, use_errno=True).setns(space.fileno(), 0):
                        raise OSError(ctypes.get_errno(), "setns")
                enter()
            except BaseException as error:
                failed.append(error)

        thread = Thread(target=run)
        thread.start()
        thread.join()
        if failed:
            raise failed[0]

    def listening(self, kind: socket.SocketKind, port: int) -> socket.socket:
        """A socket of the namespace, bound to the bridge."""
        made: list[socket.socket] = []

        def bind() -> None:
            made.append(socket.socket(socket.AF_INET, kind))
            made[0].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made[0].bind((ADDRESS, port))

        self.within(bind)
        return made[0]

    def close(self) -> None:
        """Removes every container, ends the daemon and deletes the namespace."""
        for each in self.client.containers(all=True):
            self.client.remove_container(each["Id"], force=True)
        self.client.close()
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        subprocess.run(["ip", "netns", "delete", self.space], check=False)
        shutil.rmtree(self.folder, ignore_errors=True)
