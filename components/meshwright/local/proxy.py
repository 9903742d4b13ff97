"""One running Envoy and its agent: give it a bundle, and wait until it is in force."""

import json
import time
from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from meshwright.delivery import bundle
from meshwright.envoy.snapshot import Snapshot
from meshwright.local import LocalError
from meshwright.local.task import source, state_folder
from meshwright.targets.local import HOST

_open = build_opener(ProxyHandler({})).open  # never through a proxy


@dataclass(frozen=True)
class AgentStatus:
    """The status of an agent: `state` (in-force, applying, draining, blocked, rejected, unreadable, waiting-for-envoy or
    starting), the versions in force and wanted, and the reason if it cannot proceed."""

    state: str
    in_force: str
    wanted: str
    reason: str


@dataclass(frozen=True)
class Proxy:
    """The Envoy of one instance. `folder`: the mesh's state; `admin`: Envoy's admin port."""

    folder: Path
    name: str
    admin: int

    @property
    def admin_url(self) -> str:
        """The URL of Envoy's admin page."""
        return f"http://{HOST}:{self.admin}/"

    def give(self, text: str) -> None:
        """Writes the bundle to the agent's source, unless it is there: by rename, so that the agent reads it whole."""
        if self.given() == text:
            return
        path = source(self.folder, self.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name("source.new")
        draft.write_text(text)
        draft.replace(path)

    def status(self) -> AgentStatus:
        """The last status of the agent; "starting" before its first one."""
        try:
            said = json.loads((state_folder(self.folder, self.name) / "status.json").read_text())
            return AgentStatus(said["state"], said["in_force"], said["wanted"], said["reason"])
        except (OSError, ValueError, KeyError):
            return AgentStatus("starting", "", "", "")

    def given(self) -> str | None:
        """The bundle in the agent's source; None before the first."""
        path = source(self.folder, self.name)
        return path.read_text() if path.exists() else None

    def forget_status(self) -> None:
        """Removes the status of a former agent."""
        (state_folder(self.folder, self.name) / "status.json").unlink(missing_ok=True)

    def wait_as_given(self) -> None:
        """Waits until the given bundle is in force and every cluster has a healthy member. Raises LocalError."""
        text = self.given()
        if text is not None:
            self.wait_in_force(bundle.version(text))
            self.wait_healthy()

    def wait_in_force(self, version: str, seconds: float = 60) -> None:
        """Waits until Envoy reports this version in force and has drained what was removed.

        Raises LocalError with the agent's reason if Envoy rejects it, or if it takes longer.
        """
        deadline = time.monotonic() + seconds
        while True:
            status = self.status()
            if status.state == "in-force" and status.in_force == version:
                return
            if status.state == "rejected" and status.wanted == version:
                raise LocalError(f"{self.name}: its Envoy rejected the new configuration: {status.reason}")
            if time.monotonic() > deadline:
                raise LocalError(
                    f"{self.name}: version {version} is not in force after {seconds:.0f} s: "
                    f"{status.state} {status.reason}. See the logs in {self.folder / 'logs' / self.name}."
                )
            time.sleep(0.05)

    def wait_healthy(self, seconds: float = 30) -> None:
        """Waits until each cluster with members has a healthy one. Raises LocalError with the names of the others."""
        deadline = time.monotonic() + seconds
        text = self.given()
        missing = _checked(bundle.read(text, self.name)) if text else set()
        while missing := missing & self._without_members(missing):
            if time.monotonic() > deadline:
                names = ", ".join(sorted(missing))
                raise LocalError(f"{self.name}: no healthy member in {names}. See the logs of these services.")
            time.sleep(0.1)

    def _without_members(self, clusters: Set[str]) -> set[str]:
        try:
            with _open(f"{self.admin_url}stats?filter=membership_healthy$&format=json", timeout=5) as answer:
                stats = json.load(answer)["stats"]
        except (URLError, OSError, ValueError):
            return set(clusters)
        healthy = {each["name"].split(".")[1] for each in stats if each.get("value")}
        return set(clusters) - healthy


def _checked(snapshot: Snapshot) -> set[str]:
    """The clusters that are checked and have members. Without a check nobody knows."""
    checked = {name: cluster for name, cluster in snapshot.clusters.items() if cluster.get("health_checks")}
    return {name for name, each in checked.items() if each["load_assignment"]["endpoints"][0]["lb_endpoints"]}
