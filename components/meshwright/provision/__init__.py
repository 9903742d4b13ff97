"""Pulumi ComponentResources. The only place that imports Pulumi; it turns values into resources and decides nothing.

What is for ECS needs the extra `aws`, and is loaded when it is first asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from meshwright import extras
from meshwright.provision.environment import MeshEnvironment
from meshwright.provision.stack import load

if TYPE_CHECKING:
    from meshwright.provision.ecs.alarm import RollbackAlarm
    from meshwright.provision.ecs.delivery import BundleDelivery
    from meshwright.provision.ecs.ec2 import Ec2Capacity, Ec2Workload
    from meshwright.provision.ecs.foundation import MeshFoundation
    from meshwright.provision.ecs.gateway import VirtualGateway
    from meshwright.provision.ecs.load_balancer import Access
    from meshwright.provision.ecs.log_groups import LogGroups
    from meshwright.provision.ecs.network import DevelopmentNetwork, Network
    from meshwright.provision.ecs.node import VirtualNode
    from meshwright.provision.ecs.override import Override
    from meshwright.provision.ecs.service import SharedResources, VirtualRouter, VirtualService
    from meshwright.provision.ecs.sidecar import EnvoySidecar
    from meshwright.provision.ecs.volumes import EfsVolume, EmptyDirectory
    from meshwright.provision.ecs.workload import FargateWorkload

_ECS = {
    "Access": "load_balancer",
    "BundleDelivery": "delivery",
    "DevelopmentNetwork": "network",
    "Ec2Capacity": "ec2",
    "Ec2Workload": "ec2",
    "EfsVolume": "volumes",
    "EmptyDirectory": "volumes",
    "EnvoySidecar": "sidecar",
    "FargateWorkload": "workload",
    "LogGroups": "log_groups",
    "MeshFoundation": "foundation",
    "Network": "network",
    "Override": "override",
    "RollbackAlarm": "alarm",
    "SharedResources": "service",
    "VirtualGateway": "gateway",
    "VirtualNode": "node",
    "VirtualRouter": "service",
    "VirtualService": "service",
}
"""Where each of them is, below `provision.ecs`."""

__all__ = [
    "Access",
    "BundleDelivery",
    "DevelopmentNetwork",
    "Ec2Capacity",
    "Ec2Workload",
    "EfsVolume",
    "EmptyDirectory",
    "EnvoySidecar",
    "FargateWorkload",
    "LogGroups",
    "MeshEnvironment",
    "MeshFoundation",
    "Network",
    "Override",
    "RollbackAlarm",
    "SharedResources",
    "VirtualGateway",
    "VirtualNode",
    "VirtualRouter",
    "VirtualService",
    "load",
]


def __getattr__(name: str) -> Any:
    if name not in _ECS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    try:
        return getattr(import_module(f"meshwright.provision.ecs.{_ECS[name]}"), name)
    except ModuleNotFoundError as error:
        message = extras.needed(error)
        if message is None:
            raise
        raise ImportError(f"provision.{name}: {message}") from None
