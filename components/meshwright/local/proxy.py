"""One running Envoy and its agent: giving it a bundle, and learning what is in force."""

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

_open = build_opener(ProxyHandler({})).open  # the admin port is never behind a proxy


@dataclass(frozen=True)
class AgentStatus:
    """What an agent says: `state` (in-force, applying, draining, blocked, rejected, unreadable, waiting-for-envoy or
    starting), the versions in force and wanted, and the reason where something is in the way."""

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
        """Envoy's own pages: stats, clusters, configuration."""
        return f"http://{HOST}:{self.admin}/"

    def give(self, text: str) -> None:
        """Puts a bundle where the agent looks. By rename: the agent never reads half of it. Same text: nothing happens."""
        if self.given() == text:
            return
        path = source(self.folder, self.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name("source.new")
        draft.write_text(text)
        draft.replace(path)

    def status(self) -> AgentStatus:
        """What the agent last said; "starting" before its first word."""
        try:
            said = json.loads((state_folder(self.folder, self.name) / "status.json").read_text())
            return AgentStatus(said["state"], said["in_force"], said["wanted"], said["reason"])
        except (OSError, ValueError, KeyError):
            return AgentStatus("starting", "", "", "")

    def given(self) -> str | None:
        """The bundle that lies where the agent looks; None before the first."""
        path = source(self.folder, self.name)
        return path.read_text() if path.exists() else None

    def forget_status(self) -> None:
        """Takes away what a former agent said."""
        (state_folder(self.folder, self.name) / "status.json").unlink(missing_ok=True)

    def wait_as_given(self) -> None:
        """Returns when the given bundle is in force and everything that it routes to can answer. Raises LocalError."""
        text = self.given()
        if text is not None:
            self.wait_in_force(bundle.version(text))
            self.wait_healthy()

    def wait_in_force(self, version: str, seconds: float = 60) -> None:
        """Returns when Envoy itself reports the bundle of this version in force, and has finished with what was removed.

        Raises LocalError with the agent's reason when Envoy refuses it, or when the time is up.
        """
        deadline = time.monotonic() + seconds
        while True:
            status = self.status()
            if status.state == "in-force" and status.in_force == version:
                return
            if status.state == "rejected" and status.wanted == version:
                raise LocalError(f"{self.name}: its Envoy refused the new configuration: {status.reason}")
            if time.monotonic() > deadline:
                raise LocalError(
                    f"{self.name}: version {version} is not in force after {seconds:.0f} s: "
                    f"{status.state} {status.reason}. See the logs in {self.folder / 'logs' / self.name}."
                )
            time.sleep(0.05)

    def wait_healthy(self, seconds: float = 30) -> None:
        """Returns when each cluster that has members has a healthy one. Raises LocalError that names those without."""
        deadline = time.monotonic() + seconds
        text = self.given()
        missing = _checked(bundle.read(text, self.name)) if text else set()
        while missing := missing & self._without_members(missing):
            if time.monotonic() > deadline:
                names = ", ".join(sorted(missing))
                raise LocalError(
                    f"{self.name}: nobody healthy in {names}. Look at the logs of what should answer there."
                )
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
