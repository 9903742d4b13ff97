"""The workload of a node or gateway, on the platform of the description."""

from meshwright.provision.ecs.ec2 import Ec2Workload
from meshwright.provision.ecs.foundation import MeshFoundation
from meshwright.provision.ecs.service import SharedResources
from meshwright.provision.ecs.sidecar import EnvoySidecar
from meshwright.provision.ecs.workload import FargateWorkload, Workload, WorkloadArguments


def from_description(foundation: MeshFoundation, shared: SharedResources, sidecar: EnvoySidecar) -> WorkloadArguments:
    """The arguments that follow from the description of a sidecar's node or gateway."""
    proxy = sidecar.proxy
    return {
        "region": foundation.layout.region,
        "cluster": foundation.cluster,
        "subnets": foundation.network.subnets,
        "security_groups": [foundation.security_group, shared.security_group],
        "task": proxy.task,
        "service": proxy.service,
        "maximum_percent": foundation.maximum_percent,
        "execution_role": sidecar.execution_role_arn,
        "task_role": sidecar.task_role_arn,
        "containers": sidecar.containers,
        "tags": foundation.tags(proxy.name),
    }


def workload(name: str, foundation: MeshFoundation, arguments: WorkloadArguments) -> Workload:
    """The workload with these arguments, on Fargate or on the foundation's EC2 capacity."""
    if foundation.capacity_provider is not None:
        return Ec2Workload(name, capacity_provider=foundation.capacity_provider, **arguments)
    return FargateWorkload(name, **arguments)
