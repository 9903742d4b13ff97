"""Everything of one description, as one component."""

from pathlib import Path

import pulumi

from meshwright.description.environment import Environment
from meshwright.local.mesh import LocalMesh, Wanted, url
from meshwright.plan import Plan
from meshwright.problems import Problem, ProblemsFound
from meshwright.provision.local_provider import Bundle, InForce, LocalTask, Supervisor
from meshwright.provision.stack import decide, refused


class MeshEnvironment(pulumi.ComponentResource):
    """The mesh of a description, on the platform that it names.

    `environment`: the description. Every problem in it is raised as one pulumi.RunError before the first resource.
    `state`: the folder for the state and logs of the local platform; absent: `.meshwright/<environment>`.

    Outputs, by name: `gateways` (URLs), `admin` (each Envoy's admin URL), `logs` (each Envoy's access log).
    """

    gateways: pulumi.Output[dict[str, str]]
    admin: pulumi.Output[dict[str, str]]
    logs: pulumi.Output[dict[str, str]]

    def __init__(
        self,
        name: str,
        environment: Environment,
        *,
        state: str | Path | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        plan = decide(environment)
        if plan.platform.kind != "local":
            raise refused([_not_built(plan)])
        root = Path(pulumi.runtime.get_root_directory() or ".")
        mesh = LocalMesh(Path(state) if state else root / ".meshwright" / plan.environment, root)
        wanted = mesh.wanted(plan)
        try:
            mesh.check(wanted)
        except ProblemsFound as found:
            raise refused(found.problems) from None
        super().__init__("meshwright:index:MeshEnvironment", name, {}, opts)
        _local(self, plan, mesh, wanted)
        outputs = {
            "gateways": {each.name: url(each.listeners[0].port) for each in plan.virtual_gateways},
            "admin": {each: mesh.proxy(task).admin_url for each, task in wanted.tasks.items()},
            "logs": {each: str(mesh.log(each)) for each in wanted.tasks},
        }
        for output, value in outputs.items():
            setattr(self, output, pulumi.Output.from_input(value))
        self.register_outputs(outputs)

    def export(self) -> None:
        """Makes the outputs those of the stack."""
        for output in ("gateways", "admin", "logs"):
            pulumi.export(output, getattr(self, output))


class VirtualNode(pulumi.ComponentResource):
    """One virtual node on this machine: its tasks and their Envoys' configurations."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("meshwright:index:VirtualNode", name, {}, opts)


class VirtualGateway(pulumi.ComponentResource):
    """One virtual gateway on this machine."""

    def __init__(self, name: str, opts: pulumi.ResourceOptions) -> None:
        super().__init__("meshwright:index:VirtualGateway", name, {}, opts)


def _local(parent: MeshEnvironment, plan: Plan, mesh: LocalMesh, wanted: Wanted) -> None:
    """Tasks first; bundles when all tasks are there, so that nobody is routed to before it runs; last, what proves it."""
    folder = str(mesh.folder)
    gateways = {each.name for each in plan.virtual_gateways}
    supervisor = Supervisor(f"{plan.mesh}-supervisor", folder=folder, opts=pulumi.ResourceOptions(parent=parent))
    components: dict[str, pulumi.ComponentResource] = {}
    tasks: list[pulumi.Resource] = []
    for name, instance in wanted.instances.items():
        kind = VirtualGateway if instance.proxy in gateways else VirtualNode
        if instance.proxy not in components:
            components[instance.proxy] = kind(instance.proxy, pulumi.ResourceOptions(parent=parent))
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


def _not_built(plan: Plan) -> Problem:
    return Problem(
        code="MW301",
        path=("platform",),
        found=plan.platform.kind,
        expected="Local(): the platform that this version of Meshwright can provision",
        fix="check, show, envoy and explain work for this environment already; provisioning it is a later release",
    )
