"""The container of an application, in ECS's own JSON."""

from meshwright.plan.model import ContainerWorkload, GivenRef, Plan, SecretRef, VirtualNode
from meshwright.targets import sidecars
from meshwright.targets.ecs import images, size
from meshwright.targets.ecs.containers import Container, EcsTask, after, pairs
from meshwright.targets.tokens import literal

NAME = "application"

STOP_TIMEOUT = 30
"""Seconds until ECS kills an application that does not end by itself: ECS's own default."""


def definition(plan: Plan, node: VirtualNode, service: str, task: EcsTask) -> Container:
    """The container definition of a node's application. It starts when its Envoy is ready, as the user of its image."""
    workload = node.runs
    assert isinstance(workload, ContainerWorkload)
    environment = _identity(plan, node, service) | _environment(workload)
    secrets = {name: _secret(value) for name, value in workload.secrets.items()}
    beside = sidecars.needed(task.sidecars)
    return {
        "name": NAME,
        "image": images.application(plan, workload),
        "essential": True,
        "cpu": task.size.cpu - sum(size.cpu_of(task.size, each) for each in beside),
        "memoryReservation": task.size.memory - sum(each.memory for each in beside),
        **({"command": [literal(each) for each in workload.command]} if workload.command else {}),
        "environment": pairs(environment),
        **({"secrets": [{"name": name, "valueFrom": arn} for name, arn in sorted(secrets.items())]} if secrets else {}),
        "dependsOn": after({"agent": "HEALTHY"}),
        "stopTimeout": STOP_TIMEOUT,
        "logConfiguration": task.logs["service"],
    }


def _identity(plan: Plan, node: VirtualNode, service: str) -> dict[str, str]:
    """The environment variables that name the application. Not its backends: a new one must not replace tasks."""
    names = {"MESH": plan.mesh, "NODE": node.name, "SERVICE": service}
    names |= {"VERSION": node.version} if node.version else {}
    port = {"PORT": str(node.listeners[0].port)} if node.listeners else {}
    return {f"MESHWRIGHT_{name}": value for name, value in names.items()} | port


def _environment(workload: ContainerWorkload) -> dict[str, str]:
    return {
        name: value.placeholder if isinstance(value, GivenRef) else literal(value)
        for name, value in workload.environment.items()
    }


def _secret(value: SecretRef) -> str:
    """ECS takes one field of a JSON secret as `<arn>:<field>::`."""
    arn = f"${{secret:{value.secret}}}"
    return arn if value.key is None else f"{arn}:{literal(value.key)}::"
