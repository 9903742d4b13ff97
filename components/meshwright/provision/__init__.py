"""Pulumi ComponentResources. Only this package imports Pulumi. It turns the values of `targets` into resources.

Components for ECS need the extra `aws`, those for this machine `local`. Each is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from meshwright import extras
from meshwright.provision.environment import MeshEnvironment
from meshwright.provision.platform import Outputs, Platform
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
    from meshwright.provision.ecs.platform import Ecs, EcsOutputs
    from meshwright.provision.ecs.service import SharedResources, VirtualRouter, VirtualService
    from meshwright.provision.ecs.sidecar import EnvoySidecar
    from meshwright.provision.ecs.volumes import EfsVolume, EmptyDirectory
    from meshwright.provision.ecs.workload import FargateWorkload, WorkloadArguments
    from meshwright.provision.local import Local, LocalOutputs

_MODULES = {
    "Access": "ecs.load_balancer",
    "BundleDelivery": "ecs.delivery",
    "DevelopmentNetwork": "ecs.network",
    "Ec2Capacity": "ecs.ec2",
    "Ec2Workload": "ecs.ec2",
    "Ecs": "ecs.platform",
    "EcsOutputs": "ecs.platform",
    "EfsVolume": "ecs.volumes",
    "EmptyDirectory": "ecs.volumes",
    "EnvoySidecar": "ecs.sidecar",
    "FargateWorkload": "ecs.workload",
    "Local": "local",
    "LocalOutputs": "local",
    "LogGroups": "ecs.log_groups",
    "MeshFoundation": "ecs.foundation",
    "Network": "ecs.network",
    "Override": "ecs.override",
    "RollbackAlarm": "ecs.alarm",
    "SharedResources": "ecs.service",
    "VirtualGateway": "ecs.gateway",
    "VirtualNode": "ecs.node",
    "VirtualRouter": "ecs.service",
    "VirtualService": "ecs.service",
    "WorkloadArguments": "ecs.workload",
}
"""The module of each, in this package."""

__all__ = [
    "Access",
    "BundleDelivery",
    "DevelopmentNetwork",
    "Ec2Capacity",
    "Ec2Workload",
    "Ecs",
    "EcsOutputs",
    "EfsVolume",
    "EmptyDirectory",
    "EnvoySidecar",
    "FargateWorkload",
    "Local",
    "LocalOutputs",
    "LogGroups",
    "MeshEnvironment",
    "MeshFoundation",
    "Network",
    "Outputs",
    "Override",
    "Platform",
    "RollbackAlarm",
    "SharedResources",
    "VirtualGateway",
    "VirtualNode",
    "VirtualRouter",
    "VirtualService",
    "WorkloadArguments",
    "load",
]


if not TYPE_CHECKING:  # type checkers see the names above, and no others

    def __getattr__(name: str) -> Any:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        try:
            return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        except ModuleNotFoundError as error:
            message = extras.needed(error)
            if message is None:
                raise
            raise ImportError(f"provision.{name}: {message}") from None
