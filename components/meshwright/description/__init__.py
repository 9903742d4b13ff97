"""What a person writes: frozen dataclasses that check nothing when they are made, and one check of the whole tree."""

from meshwright.description.access_log import AccessLog
from meshwright.description.check import check
from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.delivery import AppConfig, Inline
from meshwright.description.direct_response import DirectResponse
from meshwright.description.environment import Environment, Images, Logs, Tracing
from meshwright.description.fault import Abort, Delay, Fault
from meshwright.description.gateway import Gateway, GatewayRoute, Rewrite
from meshwright.description.given import Given, Secret
from meshwright.description.header_changes import HeaderChanges
from meshwright.description.health_check import HealthCheck
from meshwright.description.match import (
    Condition,
    cookie,
    grpc_method,
    grpc_service,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
)
from meshwright.description.mesh import Mesh
from meshwright.description.mirror import Mirror
from meshwright.description.outlier_detection import OutlierDetection
from meshwright.description.platform import Ec2, Fargate, Local, Scale, Task
from meshwright.description.rate_limit import RateLimit
from meshwright.description.redirect import Redirect
from meshwright.description.retry import Retry
from meshwright.description.route import Route, Target
from meshwright.description.service import Service, Version
from meshwright.description.timeout import Timeout
from meshwright.description.virtual_gateway import GatewayListener, VirtualGateway
from meshwright.description.virtual_node import NodeListener, VirtualNode
from meshwright.description.virtual_router import RouterListener, VirtualRouter
from meshwright.description.virtual_service import VirtualService
from meshwright.description.workload import Container, Host, LambdaFunction, Process
from meshwright.description.written import place_of

__all__ = [
    "Abort",
    "AccessLog",
    "AppConfig",
    "Condition",
    "ConnectionPool",
    "Container",
    "Delay",
    "DirectResponse",
    "Ec2",
    "Environment",
    "Fargate",
    "Fault",
    "Gateway",
    "GatewayListener",
    "GatewayRoute",
    "Given",
    "HeaderChanges",
    "HealthCheck",
    "Host",
    "Images",
    "Inline",
    "LambdaFunction",
    "Local",
    "Logs",
    "Mesh",
    "Mirror",
    "NodeListener",
    "OutlierDetection",
    "Process",
    "RateLimit",
    "Redirect",
    "Retry",
    "Rewrite",
    "Route",
    "RouterListener",
    "Scale",
    "Secret",
    "Service",
    "Target",
    "Task",
    "Timeout",
    "Tracing",
    "Version",
    "VirtualGateway",
    "VirtualNode",
    "VirtualRouter",
    "VirtualService",
    "check",
    "cookie",
    "header",
    "host",
    "method",
    "path",
    "place_of",
    "port",
    "grpc_service",
    "grpc_method",
    "query",
    "scheme",
]
