"""Where a task of the description runs."""

from typing import Any

from meshwright.provision.ecs.ec2 import Ec2Workload
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.sidecar import EnvoySidecar
from meshwright.provision.ecs.workload import FargateWorkload, Workload


def workload(
    name: str, foundation: MeshFoundation, shared: SharedResources, sidecar: EnvoySidecar, **more: Any
) -> Workload:
    """The workload of a sidecar's node or gateway, on the platform of the description. `more`: its further arguments, and
    others in place of the description's."""
    proxy = sidecar.proxy
    arguments: dict[str, Any] = {
        "region": foundation.layout.region,
        "cluster": foundation.cluster,
        "subnets": foundation.network.subnets,
        "security_groups": [foundation.security_group, shared.security_group],
        "task": proxy.task,
        "service": proxy.service,
        "execution_role": sidecar.execution_role_arn,
        "task_role": sidecar.task_role_arn,
        "tags": foundation.tags(proxy.name),
    }
    if foundation.capacity_provider is not None:
        return Ec2Workload(name, capacity_provider=foundation.capacity_provider, **arguments | more)
    return FargateWorkload(name, **arguments | more)
