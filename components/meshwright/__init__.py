"""Meshwright: a service mesh in App Mesh's words, from one Python description per environment, on stock Envoy.

Here is what a description is written with, and what reads it: `resolve` makes the `Plan`, or raises `ProblemsFound`.
Nothing here imports Pulumi; the components are in `meshwright.provision`.
"""

from meshwright.description import (
    AccessLog,
    AppConfig,
    Condition,
    ConnectionPool,
    Container,
    Ec2,
    Environment,
    Fargate,
    Gateway,
    GatewayListener,
    GatewayRoute,
    Given,
    HealthCheck,
    Host,
    Images,
    Inline,
    LambdaFunction,
    Local,
    Logs,
    Mesh,
    NodeListener,
    OutlierDetection,
    Process,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Scale,
    Secret,
    Service,
    Target,
    Task,
    Timeout,
    Tracing,
    Version,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
)
from meshwright.plan import Plan, from_yaml, resolve, resolved, to_yaml
from meshwright.problems import MeshwrightError, Problem, ProblemsFound, Severity, render

__all__ = [
    # a mesh in one object each
    "Environment", "Mesh", "Service", "Version", "Gateway", "GatewayRoute",
    # App Mesh's raw terms
    "VirtualService", "VirtualRouter", "RouterListener", "VirtualNode", "NodeListener", "VirtualGateway",
    "GatewayListener",
    # what requests are asked, and what becomes of them
    "Condition", "cookie", "header", "host", "method", "path", "port", "query", "scheme",
    "Route", "Target", "Retry", "Timeout", "Rewrite", "HealthCheck", "OutlierDetection", "ConnectionPool", "AccessLog",
    # what runs, and where
    "Container", "Process", "Host", "LambdaFunction", "Given", "Secret", "Images", "Local", "Fargate", "Ec2", "Task",
    "Scale", "AppConfig", "Inline", "Logs", "Tracing",
    # the plan, and what is wrong
    "Plan", "resolve", "resolved", "to_yaml", "from_yaml",
    "MeshwrightError", "Problem", "ProblemsFound", "Severity", "render",
]  # fmt: skip
