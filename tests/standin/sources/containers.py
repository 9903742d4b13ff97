"""The JSON in a task definition, and Fargate's sizes."""

import json
from pathlib import Path

from cfnlint.schema.manager import ProviderSchemaManager

from .limits import overlay, request, resolved
from .schema import Schema
from .tree import Node, walk


def container() -> Node:
    """A container definition: botocore's members, CloudFormation's limits."""
    schema = ProviderSchemaManager().get_resource_schema("us-east-1", "AWS::ECS::TaskDefinition").schema
    limits = Schema(resolved(schema["definitions"]["ContainerDefinition"], schema), set(), {})
    node: Node = request("ecs.RegisterTaskDefinition")["containerDefinitions"]["items"]
    for path, each in walk(node["properties"]):
        if (same := limits.find(path, {})) is not None:
            overlay(each, same)
    for path, bounds in _CONTAINER_BOUNDS.items():
        dict(walk(node["properties"]))[path].update(bounds)
    node["required"] = ["image", "name"]
    return node


_PORT = {"minimum": 0, "maximum": 65535}
_CONTAINER_BOUNDS: dict[str, Node] = {
    "name": {"maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"},
    "image": {"minLength": 1, "maxLength": 255},
    "portMappings.containerPort": _PORT,
    "portMappings.hostPort": _PORT,
    "portMappings.protocol": {"enum": ["tcp", "udp"]},
    "healthCheck.interval": {"minimum": 5, "maximum": 300},
    "healthCheck.timeout": {"minimum": 2, "maximum": 60},
    "healthCheck.retries": {"minimum": 1, "maximum": 10},
    "healthCheck.startPeriod": {"minimum": 0, "maximum": 300},
    "restartPolicy.restartAttemptPeriod": {"minimum": 60, "maximum": 1800},
    "memory": {"minimum": 6},
}


def fargate_sizes() -> Node:
    """CPU units and the MiB of memory that Fargate sells with them, from cfn-lint's rule."""
    import cfnlint.data.schemas.extensions.aws_ecs_taskdefinition as rules

    text = (Path(rules.__file__).parent / "fargate_cpu_memory.json").read_text()
    sizes: Node = {}
    for each in json.loads(text)["then"]["anyOf"]:
        memory = each["properties"]["Memory"]["then"]
        values = memory.get("enum") or range(memory["minimum"], memory["maximum"] + 1, memory["multipleOf"])
        for cpu in each["properties"]["Cpu"]["then"]["enum"]:
            sizes[cpu] = sorted(int(value) for value in values)
    return sizes
