"""All of one description on this machine."""

from pathlib import Path
from typing import Any

import pulumi

from meshwright.local.mesh import LocalMesh, url
from meshwright.plan import Plan
from meshwright.problems import ProblemsFound
from meshwright.provision.local_provider import Bundle, InForce, LocalTask, Supervisor
from meshwright.provision.stack import refused


class LocalEnvironment:
    """What MeshEnvironment makes of a plan for this machine. Raises pulumi.RunError where something is in the way."""

    def __init__(self, plan: Plan, state: str | Path | None) -> None:
        root = Path(pulumi.runtime.get_root_directory() or ".")
        self.plan = plan
        self.mesh = LocalMesh(Path(state) if state else root / ".meshwright" / plan.environment, root)
        self.wanted = self.mesh.wanted(plan)
        try:
            self.mesh.check(self.wanted)
        except ProblemsFound as found:
            raise refused(found.problems) from None

    def provision(self, parent: pulumi.ComponentResource) -> dict[str, Any]:
        """Makes the resources below `parent`, and gives the outputs back."""
        self._tasks(parent)
        tasks = self.wanted.tasks
        return {
            "gateways": {each.name: url(each.listeners[0].port) for each in self.plan.virtual_gateways},
            "admin": {each: self.mesh.proxy(task).admin_url for each, task in tasks.items()},
            "logs": {each: str(self.mesh.log(each)) for each in tasks},
        }

    def _tasks(self, parent: pulumi.ComponentResource) -> None:
        """Tasks first; bundles when all tasks are there, so that nobody is routed to before it runs; last, the proof."""
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
