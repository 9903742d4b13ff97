"""The mesh, fully decided, in App Mesh's terms: nothing is inherited, implied or left open.

Every value has its `origin`: the file and line of the description, or the row of the defaults. The model is plain data;
it prints as YAML and reads back the same (`plan.dump`). It imports nothing of the description.
"""

from meshwright.plan.model.access_log import AccessLog
from meshwright.plan.model.connection_pool import ConnectionPool
from meshwright.plan.model.delivery import AppConfigDelivery, Delivery, InlineDelivery
from meshwright.plan.model.direct_response import DirectResponse
from meshwright.plan.model.fault import Abort, Delay, Fault
from meshwright.plan.model.header_changes import Header, HeaderChanges
from meshwright.plan.model.health_check import HealthCheck
from meshwright.plan.model.match import Match, Subject, Verb
from meshwright.plan.model.mirror import Mirror
from meshwright.plan.model.outlier_detection import OutlierDetection
from meshwright.plan.model.plan import Plan
from meshwright.plan.model.platform import (
    Architecture,
    Capture,
    Ec2Platform,
    EcsPlatform,
    FargatePlatform,
    LoadBalancer,
    LocalPlatform,
    Platform,
    TaskSize,
)
from meshwright.plan.model.policy import RoutePolicy
from meshwright.plan.model.rate_limit import ClientHeader, RateLimit
from meshwright.plan.model.redirect import Redirect
from meshwright.plan.model.retry import RetryOn, RetryPolicy
from meshwright.plan.model.route import Route, WeightedTarget
from meshwright.plan.model.timeout import Timeouts
from meshwright.plan.model.types import Duration, Origin
from meshwright.plan.model.virtual_gateway import GatewayListener, GatewayRoute, Rewrite, VirtualGateway
from meshwright.plan.model.virtual_node import Listener, VirtualNode
from meshwright.plan.model.virtual_router import PortMapping, VirtualRouter
from meshwright.plan.model.virtual_service import VirtualService
from meshwright.plan.model.workload import (
    ContainerWorkload,
    GivenRef,
    HostWorkload,
    LambdaWorkload,
    ProcessWorkload,
    SecretRef,
    Text,
    Workload,
)

__all__ = [
    "Abort",
    "AccessLog",
    "AppConfigDelivery",
    "Architecture",
    "Capture",
    "ClientHeader",
    "ConnectionPool",
    "ContainerWorkload",
    "Delay",
    "Delivery",
    "DirectResponse",
    "Duration",
    "Ec2Platform",
    "EcsPlatform",
    "FargatePlatform",
    "Fault",
    "GatewayListener",
    "GatewayRoute",
    "GivenRef",
    "Header",
    "HeaderChanges",
    "HealthCheck",
    "HostWorkload",
    "InlineDelivery",
    "LambdaWorkload",
    "Listener",
    "LoadBalancer",
    "LocalPlatform",
    "Match",
    "Mirror",
    "Origin",
    "OutlierDetection",
    "Plan",
    "Platform",
    "PortMapping",
    "ProcessWorkload",
    "RateLimit",
    "Redirect",
    "RetryOn",
    "RetryPolicy",
    "Rewrite",
    "Route",
    "RoutePolicy",
    "SecretRef",
    "Subject",
    "TaskSize",
    "Text",
    "Timeouts",
    "Verb",
    "VirtualGateway",
    "VirtualNode",
    "VirtualRouter",
    "VirtualService",
    "WeightedTarget",
    "Workload",
]
