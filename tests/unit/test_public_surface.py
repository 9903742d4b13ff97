"""What `from meshwright import ...` offers, and what importing it does not load."""

import json
import subprocess
import sys

import pytest

import meshwright

SURFACE = """
    Abort AccessLog AppConfig Condition ConnectionPool Container Delay DirectResponse Ec2 Environment Fargate Fault Gateway
    GatewayListener GatewayRoute Given HeaderChanges HealthCheck Host Images Inline LambdaFunction Local Logs Mesh
    MeshwrightError Mirror NodeListener OutlierDetection Plan Problem ProblemsFound Process RateLimit Redirect Retry Rewrite
    Route RouterListener Scale Secret Service Severity Target Task Timeout Tracing Version VirtualGateway VirtualNode
    VirtualRouter VirtualService
    cookie from_yaml grpc_method grpc_service header host method path port query render resolve scheme to_yaml
    try_resolve validate
"""


def test_the_surface_is_what_was_decided() -> None:
    assert sorted(meshwright.__all__) == SURFACE.split()


def test_every_name_is_there_and_documented() -> None:
    for name in meshwright.__all__:
        assert getattr(meshwright, name).__doc__, name


@pytest.mark.parametrize(
    "module", ["meshwright", "meshwright.checks", "meshwright.envoy.compiler", "meshwright.traffic"]
)
def test_importing_it_loads_nothing_large(module: str) -> None:
    code = f"import {module}, json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert "meshwright" in loaded
    assert not loaded & {"pulumi", "pulumi_aws", "aiohttp", "supervisor", "rich", "click", "grpc", "boto3"}
