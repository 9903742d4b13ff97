"""A mesh on this machine: its argument, its outputs and its resources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pulumi

from meshwright.field_docs import documented
from meshwright.local.mesh import LocalMesh, url
from meshwright.plan import Plan
from meshwright.problems import ProblemsFound
from meshwright.provision.local_provider import Bundle, InForce, LocalTask, Supervisor
from meshwright.provision.platform import Outputs, Platform, Provision
from meshwright.provision.stack import refused


@documented
@dataclass(frozen=True)
class LocalOutputs(Outputs):
    """The outputs of a mesh on this machine."""

    admin: Mapping[str, pulumi.Output[str]]
    """The URL of each Envoy's admin page, by instance."""

    logs: Mapping[str, pulumi.Output[str]]
    """The file of each Envoy's access log, by instance."""


@documented
@dataclass(frozen=True)
class Local(Platform[LocalOutputs]):
    """Arguments of a mesh on this machine."""

    state: str | Path | None = None
    """The folder for state and logs. Default: `.meshwright/<environment>` in the project's folder."""

    def prepare(self, name: str, plan: Plan, opts: pulumi.ResourceOptions | None) -> Provision[LocalOutputs]:
        """See Platform."""
        return LocalEnvironment(plan, self.state).provision


class LocalEnvironment:
    """A plan for this machine, with its ports and files checked. Raises pulumi.RunError with every problem."""

    def __init__(self, plan: Plan, state: str | Path | None) -> None:
        root = Path(pulumi.runtime.get_root_directory() or ".")
        self.plan = plan
        self.mesh = LocalMesh(Path(state) if state else root / ".meshwright" / plan.environment, root)
        self.wanted = self.mesh.wanted(plan)
        try:
            self.mesh.check(self.wanted)
        except ProblemsFound as found:
            raise refused(found.problems) from None

    def provision(self, parent: pulumi.ComponentResource, name: str) -> LocalOutputs:
        """Registers the resources below `parent`, named after the mesh."""
        self._tasks(parent)
        tasks = self.wanted.tasks
        known = pulumi.Output.from_input
        return LocalOutputs(
            gateways={each.name: known(url(each.listeners[0].port)) for each in self.plan.virtual_gateways},
            admin={each: known(self.mesh.proxy(task).admin_url) for each, task in tasks.items()},
            logs={each: known(str(self.mesh.log(each))) for each in tasks},
        )

    def _tasks(self, parent: pulumi.ComponentResource) -> None:
        """Registers tasks, then bundles, so that no request is routed to a task that has not started, then InForce."""
        folder, plan, wanted = str(self.mesh.folder), self.plan, self.wanted
        gateways = {each.name for each in plan.virtual_gateways}
        supervisor = Supervisor(f"{plan.mesh}-supervisor", folder=folder, opts=pulumi.ResourceOptions(parent=parent))
        components: dict[str, pulumi.ComponentResource] = {}
        tasks: list[pulumi.Resource] = []
        for name, instance in wanted.instances.items():
            kind = "VirtualGateway" if instance.proxy in gateways else "VirtualNode"
            if instance.proxy not in components:
                components[instance.proxy] = pulumi.ComponentResource(
                    f"meshwright:index:{kind}", instance.proxy, {}, pulumi.ResourceOptions(parent=parent)
                )
            below = pulumi.ResourceOptions(parent=components[instance.proxy], depends_on=[supervisor])
            tasks.append(LocalTask(name, folder=folder, task=wanted.tasks[name].to_json(), opts=below))
        bundles: list[pulumi.Resource] = []
        for name, instance in wanted.instances.items():
            below = pulumi.ResourceOptions(parent=components[instance.proxy], depends_on=tasks)
            bundles.append(Bundle(name, folder=folder, instance=name, snapshot=wanted.snapshots[name], opts=below))
        InForce(
            f"{plan.mesh}-in-force",
            folder=folder,
            versions={name: wanted.version(name) for name in wanted.tasks},
            opts=pulumi.ResourceOptions(parent=parent, depends_on=[*tasks, *bundles]),
        )
