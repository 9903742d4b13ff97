"""A whole mesh on this machine: started, changed and stopped without losing a request.

New tasks start first. Then the configuration of callers changes; Envoy confirms each version. Tasks that no route leads to
any more stop last.
"""

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from meshwright.delivery import bundle
from meshwright.envoy.snapshot import Snapshot
from meshwright.local import UNSEEN, LocalError, PortTaken, task
from meshwright.local.program import LocalTask, ProgramStatus
from meshwright.local.proxy import AgentStatus, Proxy
from meshwright.local.supervisor import Supervisor
from meshwright.plan.model import Plan
from meshwright.problems import Problem, ProblemsFound
from meshwright.targets.local import HOST, Instance, layout

Say = Callable[[str], None]


@dataclass(frozen=True)
class ProxyStatus:
    """One Envoy: its admin page, its access log, and the status of its agent."""

    name: str
    proxy: str
    admin: str
    log: Path
    agent: AgentStatus


@dataclass(frozen=True)
class Status:
    """What runs. `gateways`: URLs by name."""

    gateways: Mapping[str, str]
    proxies: tuple[ProxyStatus, ...]
    programs: tuple[ProgramStatus, ...]


@dataclass(frozen=True)
class Wanted:
    """The tasks and bundles of a plan on this machine, by instance."""

    instances: Mapping[str, Instance]
    tasks: Mapping[str, LocalTask]
    snapshots: Mapping[str, Snapshot]
    bundles: Mapping[str, str]

    def version(self, name: str) -> str:
        """The version of an instance's bundle, as its agent reports it."""
        return bundle.version(self.bundles[name])


class LocalMesh:
    """The mesh of one stack. `folder`: its state and logs. `root`: the working directory of its processes."""

    def __init__(self, folder: Path, root: Path) -> None:
        self.folder = folder.resolve()
        self.root = root.resolve()
        self.supervisor = Supervisor(self.folder)

    def wanted(self, plan: Plan) -> Wanted:
        """The tasks and bundles of the plan. Running instances keep their ports. Changes nothing."""
        running = self.supervisor.tasks().values()
        previous = {f"{each.name}/{part}": port for each in running for part, port in each.ports.items()}
        placed = layout(plan, previous)
        snapshots = placed.snapshots(plan)
        return Wanted(
            instances={each.name: each for each in placed.instances},
            tasks={each.name: task.task(each, plan.mesh, self.folder, self.root) for each in placed.instances},
            snapshots=snapshots,
            bundles=bundle.write_all(snapshots),
        )

    def check(self, wanted: Wanted) -> None:
        """Raises ProblemsFound with every port that another process has. Changes nothing."""
        problems = [_problem(error) for each in wanted.tasks.values() for error in self.supervisor.taken(each)]
        problems += watches(len(wanted.tasks))
        if problems:
            raise ProblemsFound(problems)

    def up(self, plan: Plan, say: Say = lambda _: None) -> Status:
        """Runs the tasks of the plan and no others; returns when every Envoy has its configuration.

        Raises ProblemsFound before anything is changed, and LocalError if something does not start.
        """
        wanted = self.wanted(plan)
        self.check(wanted)
        before = self.supervisor.tasks()
        new = [name for name in wanted.tasks if name not in before]
        self.start()
        for name in new:
            say(f"start {name}")
            self.proxy(wanted.tasks[name]).give(wanted.bundles[name])
            self.run(wanted.tasks[name])
        for name in wanted.tasks.keys() & before.keys():
            if wanted.tasks[name] != before[name]:
                say(f"replace {name}")
                self.run(wanted.tasks[name])
                self._apply(wanted, name)
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda name: self._apply(wanted, name), wanted.tasks))
            list(pool.map(lambda name: self.proxy(wanted.tasks[name]).wait_healthy(), new))
        for name in before.keys() - wanted.tasks.keys():
            say(f"stop {name}")
            self.stop(name)
        return self.status(plan)

    def start(self) -> None:
        """Starts the supervisor, unless it runs. Returns when the tasks that it knows are healthy again."""
        if self.supervisor.running():
            return
        known = [self.proxy(each) for each in self.supervisor.tasks().values()]
        for each in known:
            each.forget_status()
        self.supervisor.start()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(Proxy.wait_as_given, known))

    def run(self, definition: LocalTask) -> None:
        """Starts one instance, or replaces it if its definition changed. Its Envoy waits for its first bundle."""
        task.state_folder(self.folder, definition.name).mkdir(parents=True, exist_ok=True)
        task.write_agent_script(self.folder)
        self.supervisor.put(definition)

    def stop(self, name: str) -> None:
        """Ends one instance and removes its state; its logs stay."""
        self.supervisor.remove(name)
        shutil.rmtree(task.state_folder(self.folder, name), ignore_errors=True)

    def down(self) -> None:
        """Ends every process of the mesh and removes its state; logs stay."""
        self.supervisor.stop()
        shutil.rmtree(self.folder / "proxies", ignore_errors=True)

    def status(self, plan: Plan) -> Status:
        """What runs now."""
        tasks = self.supervisor.tasks()
        return Status(
            gateways={each.name: url(each.listeners[0].port) for each in plan.virtual_gateways},
            proxies=tuple(self._proxy_status(each) for each in tasks.values()),
            programs=tuple(self.supervisor.status()),
        )

    def proxy(self, definition: LocalTask) -> Proxy:
        """The Envoy of one instance."""
        return Proxy(self.folder, definition.name, definition.ports["admin"])

    def log(self, name: str) -> Path:
        """The access log of an instance's Envoy."""
        return task.envoy_log(self.folder, name)

    def _apply(self, wanted: Wanted, name: str) -> None:
        proxy = self.proxy(wanted.tasks[name])
        proxy.give(wanted.bundles[name])
        proxy.wait_in_force(wanted.version(name))

    def _proxy_status(self, definition: LocalTask) -> ProxyStatus:
        proxy = self.proxy(definition)
        node = definition.name.rpartition(".")[0]
        return ProxyStatus(definition.name, node, proxy.admin_url, self.log(definition.name), proxy.status())


def url(port: int) -> str:
    """The URL of a gateway on this machine."""
    return f"http://{HOST}:{port}/"


_WATCHES = 4
"""The inotify instances of one Envoy: two, and one for each route configuration. Envoy aborts if none is left."""


def watches(envoys: int) -> list[Problem]:
    """The problem that the system permits too few inotify instances for this many Envoys, if it does."""
    try:
        limit = int(Path("/proc/sys/fs/inotify/max_user_instances").read_text())
    except OSError:  # not Linux
        return []
    if envoys * _WATCHES <= limit:
        return []
    needed = envoys * _WATCHES * 2
    return [
        Problem(
            code="MW304",
            path=(),
            found=f"{envoys} Envoys, which need {envoys * _WATCHES} inotify instances",
            expected=f"at most {limit}, this system's fs.inotify.max_user_instances",
            fix=f"raise it: sysctl fs.inotify.max_user_instances={needed}",
        )
    ]


def _problem(error: PortTaken) -> Problem:
    return Problem(
        code="MW303",
        path=(),
        found=f"port {error.port} ({error.name} of {error.task}) is held by {error.holder or UNSEEN}",
        expected="a port of 127.0.0.1 that is free",
        fix="end that process, or choose another port: a gateway's `port`, or `Local(first_port=...)`",
    )


__all__ = ["LocalError", "LocalMesh", "ProxyStatus", "Status", "Wanted", "url"]
