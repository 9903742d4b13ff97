"""A mesh of real Envoys on one machine: its processes, its ports, its state folder."""

from meshwright.problems import MeshwrightError

UNSEEN = "a process that this user may not see"
"""Who has a port, where nothing is known of it."""


class LocalError(MeshwrightError):
    """The local mesh cannot run on this machine. The text says why and how to fix it."""


class PortTaken(LocalError):
    """A task needs a port of 127.0.0.1 that another process or another task has.

    `holder`: "pid 1234 (python3)", "the task web-v1"; None if this user may not see the process.
    """

    def __init__(self, port: int, name: str, task: str, holder: str | None) -> None:
        super().__init__(port, name, task, holder)
        self.port, self.name, self.task, self.holder = port, name, task, holder

    def __str__(self) -> str:
        return (
            f"{self.task}: port {self.port} ({self.name}) of 127.0.0.1 is taken by {self.holder or UNSEEN}. "
            "Nothing of the task was started. End that process, or give one of the two another port."
        )
