#!/usr/bin/env python3
"""Writes `schema.json`: what the provider double knows of each resource type.

Property names, types and which are required come from pulumi_aws's own classes; enums, patterns, lengths and ranges
from cfn-lint's CloudFormation schemas, and where those have none from botocore's service models; what forces a
replacement from CloudFormation's `createOnlyProperties` and `mapping.py`. Run it by hand after changing a pin:

    python tests/standin/generate.py
"""

import importlib
import inspect
import json
import re
import sys
import types
import typing
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import botocore.session  # noqa: E402
import pulumi  # noqa: E402
from cfnlint.schema.manager import ProviderSchemaManager  # noqa: E402
from pulumi import _types  # noqa: E402
from standin.mapping import PLAYED, Played  # noqa: E402

Node = dict[str, Any]
TARGET = Path(__file__).with_name("schema.json")
_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean"}
_LIMITS = ("enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")
_FORWARD = {"Output": pulumi.Output, "T": typing.TypeVar("T")}  # names in the text of `pulumi.Input`
_NUMBERS = ("integer", "number")
_OF_TYPE = {
    "string": ("enum", "pattern", "minLength", "maxLength"),
    "integer": ("enum", "minimum", "maximum"),
    "number": ("enum", "minimum", "maximum"),
    "array": ("minItems", "maxItems"),
}


def generate() -> str:
    """The text of `schema.json`, from what is installed."""
    found = {name: _resource(name, played) for name, played in PLAYED.items()}
    return "".join(
        (
            "{\n",
            f' "containers": {_line(_from_api(_api("ecs.RegisterTaskDefinition")["containerDefinitions"], "ContainerDefinition"))},\n',
            f' "fargate": {_line(_fargate_sizes())},\n',
            ' "resources": {\n',
            ",\n".join(f"  {json.dumps(token)}: {_line(entry)}" for token, entry in sorted(found.values())),
            "\n }\n}\n",
        )
    )


def _line(value: Any) -> str:
    """JSON with one property of the value a line, so that a change of a pin can be read in a diff."""
    if not isinstance(value, dict):
        return json.dumps(value)
    lines = []
    for key, each in sorted(value.items()):
        if key in ("inputs", "properties") and isinstance(each, dict):
            inner = ",\n".join(
                f"    {json.dumps(name)}: {json.dumps(node, sort_keys=True)}" for name, node in sorted(each.items())
            )
            lines.append(f'   "{key}": {{\n{inner}\n   }}')
        else:
            lines.append(f"   {json.dumps(key)}: {json.dumps(each, sort_keys=True)}")
    return "{\n" + ",\n".join(lines) + "\n  }"


def _resource(name: str, played: Played) -> tuple[str, Node]:
    module, _, kind = name.partition(".")
    resource = getattr(importlib.import_module(f"pulumi_aws.{module}"), kind)
    home = sys.modules[resource.__module__]
    arguments = getattr(home, f"{kind}InitArgs", None) or getattr(home, f"{kind}Args")
    node = _of_class(arguments)
    inputs: Node = node["properties"]
    create_only: set[str] = set(played.replace)
    for schema in _schemas(played):
        for path, each in _walk(inputs):
            if (same := schema.find(path, played.rename)) is not None:
                _overlay(each, same)
        create_only |= {path for path, _ in _walk(inputs) if schema.path(path, played.rename) in schema.create_only}
    for path, bounds in played.bounds.items():
        dict(_walk(inputs))[path].update(bounds)
    if "region" in inputs:
        create_only.add("region")
    known = {path for path, _ in _walk(inputs)}
    stray = [
        path
        for path in (*played.replace, *played.update, *played.sets, *played.json, *played.rename)
        if path not in known
    ]
    unknown = [path for path in stray if path not in ("namePrefix",)]
    if unknown:
        raise SystemExit(f"{name}: no such properties: {', '.join(unknown)}")
    state = _names(getattr(home, f"_{kind}State"))
    groups = {rule: each for schema in _schemas(played) for rule, each in schema.groups(inputs, played.rename)}
    entry = {
        **groups,
        "auto": played.auto if played.auto in inputs else "",
        "inputs": inputs,
        "json": sorted(played.json),
        "outputs": sorted(set(state) - set(inputs)),
        "replace": sorted(path for path in (create_only & known) - set(played.update) if not path.endswith(".*")),
        "required": node["required"],
        "sets": sorted(played.sets),
    }
    return resource.pulumi_type, entry


# --- Pulumi's classes


def _names(arguments: type) -> list[str]:
    return list(_types.input_type_py_to_pulumi_names(arguments).values())


def _of_class(arguments: type) -> Node:
    """The properties of an Args class by the names of the wire, nested ones as well."""
    needed = {
        name
        for name, parameter in inspect.signature(arguments.__init__).parameters.items()
        if parameter.default is inspect.Parameter.empty and name not in ("self", "__self__")
    }
    names = _types.input_type_py_to_pulumi_names(arguments)
    properties = {}
    for python, wire in names.items():
        hint = typing.get_type_hints(vars(arguments)[python].fget, localns=_FORWARD)["return"]
        properties[wire] = _of_hint(hint)
    return {"type": "object", "properties": properties, "required": sorted(names[each] for each in needed)}


def _of_hint(hint: Any) -> Node:
    options = [each for each in _options(hint) if each is not type(None)]
    for option in () if str in options else options:  # a policy may be an object or its text: Check makes text of it
        origin, inner = typing.get_origin(option), typing.get_args(option)
        if origin in (Sequence, list):
            return {"type": "array", "items": _of_hint(inner[0])}
        if origin in (Mapping, dict):
            return {"type": "map", "values": _of_hint(inner[1])}
        if inspect.isclass(option) and issubclass(option, (pulumi.Asset, pulumi.Archive)):
            return {"type": "asset"}
        if inspect.isclass(option) and option.__name__.endswith("Args"):
            return _of_class(option)
    for scalar in (str, float, int, bool):
        if scalar in options:
            return {"type": _SCALARS[scalar]}
    return {"type": "any"}


def _options(hint: Any) -> Iterator[Any]:
    """The plain types in an Input, which is a union of them with Awaitable and Output."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        for each in typing.get_args(hint):
            yield from _options(each)
    elif origin not in (Awaitable, pulumi.Output) and hint is not pulumi.Output:
        yield hint


def _walk(properties: Node, before: str = "") -> Iterator[tuple[str, Node]]:
    """Every property with its dotted path; items of a list and values of a map go without a step of their own,
    unless they are plain: then they are `*`.
    """
    for name, node in properties.items():
        path = f"{before}{name}"
        yield path, node
        inner = node.get("items") or node.get("values") or node
        if inner.get("type") == "object":
            yield from _walk(inner["properties"], f"{path}.")
        elif inner is not node:
            yield f"{path}.*", inner


# --- CloudFormation and botocore


class _Schema:
    """A tree of values with limits, looked up by the Pulumi path, whatever its upper and lower case."""

    def __init__(self, node: Node, create_only: set[str], rules: Node) -> None:
        self.node, self.create_only, self.rules = node, create_only, rules

    def groups(self, inputs: Node, rename: Mapping[str, str]) -> Iterator[tuple[str, list[list[str]]]]:
        """Rules on which properties go together, in Pulumi's words: of each group exactly, or at least, one."""
        ours = {self.path(name, rename): name for name in inputs}
        for rule in ("requiredXor", "requiredOr"):
            groups = self.rules.get(rule, [])
            groups = groups if not groups or isinstance(groups[0], list) else [groups]
            found = [[ours[each] for each in group if each in ours] for group in groups]
            if any(len(group) > 1 for group in found):
                yield rule, [sorted(group) for group in found if len(group) > 1]

    def path(self, path: str, rename: Mapping[str, str]) -> str:
        """The path in the schema's own words, or nothing."""
        return self._follow(path, rename)[0]

    def find(self, path: str, rename: Mapping[str, str]) -> Node | None:
        return self._follow(path, rename)[1]

    def _follow(self, path: str, rename: Mapping[str, str]) -> tuple[str, Node | None]:
        for prefix in sorted(rename, key=len, reverse=True):
            if path == prefix or path.startswith(f"{prefix}."):
                path = rename[prefix] + path[len(prefix) :]
                break
        node, words = self.node, []
        for step in path.split("."):
            if step == "*":
                node = node.get("items", {})
                continue
            node = node["items"] if node.get("type") == "array" and "items" in node else node
            same = {each.lower(): each for each in node.get("properties", {})}
            if step.lower() not in same:
                return "", None
            words.append(same[step.lower()])
            node = node["properties"][words[-1]]
        return "/".join(words), node


def _schemas(played: Played) -> Iterator[_Schema]:
    """CloudFormation's first: it is the stricter one."""
    if played.cfn:
        kind, _, inside = played.cfn.partition("#")
        schema = ProviderSchemaManager().get_resource_schema("us-east-1", kind).schema
        create_only = {each.removeprefix("/properties/") for each in schema.get("createOnlyProperties", [])}
        node = _resolved(schema, schema)
        yield _Schema(node["properties"][inside] if inside else node, set() if inside else create_only, {} if inside else schema)
    if played.api:
        yield _Schema({"type": "object", "properties": _api(played.api)}, set(), {})


def _resolved(node: Any, schema: Node, depth: int = 0) -> Node:
    """The node with its references filled in, as deep as Pulumi's classes go."""
    if "$ref" in node:
        target: Any = schema
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = {**target, **{key: each for key, each in node.items() if key != "$ref"}}
    if depth > 8:
        return {}
    found = {key: node[key] for key in (*_LIMITS, "type", "format") if key in node}
    if "properties" in node:
        found["properties"] = {key: _resolved(each, schema, depth + 1) for key, each in node["properties"].items()}
    if "items" in node:
        found["items"] = _resolved(node["items"], schema, depth + 1)
    return found


_BOTOCORE = botocore.session.get_session()


def _api(operation: str) -> dict[str, Node]:
    service, _, name = operation.partition(".")
    shape = _BOTOCORE.get_service_model(service).operation_model(name).input_shape
    return {key: _of_shape(each) for key, each in shape.members.items()}


def _of_shape(shape: Any, depth: int = 0) -> Node:
    limits = shape.metadata
    kind = {"structure": "object", "list": "array", "long": "integer", "double": "number", "float": "number"}.get(
        shape.type_name, shape.type_name
    )
    found: Node = {"type": kind}
    if kind == "string":
        found |= {"enum": shape.enum} if shape.enum else {}
        found |= {"pattern": f"^(?:{limits['pattern']})$"} if "pattern" in limits else {}
        least, most = "minLength", "maxLength"
    else:
        least, most = ("minItems", "maxItems") if kind == "array" else ("minimum", "maximum")
    found |= {least: limits["min"]} if "min" in limits else {}
    found |= {most: limits["max"]} if "max" in limits else {}
    if depth > 8:
        return found
    if kind == "object":
        found["properties"] = {key: _of_shape(each, depth + 1) for key, each in shape.members.items()}
        found["required"] = list(limits.get("required", ()))
    if kind == "array":
        found["items"] = _of_shape(shape.member, depth + 1)
    if kind == "map":
        found["values"] = _of_shape(shape.value, depth + 1)
    return found


def _overlay(node: Node, other: Node) -> None:
    """Adds the other's limits that make sense for the node's type and that it doesn't have yet."""
    kind, theirs = node["type"], other.get("type")
    if kind == theirs or (kind in _NUMBERS and theirs in _NUMBERS):
        for key in _OF_TYPE.get(kind, ()):
            if key in other and key not in node and (key != "pattern" or _compiles(other[key])):
                node[key] = sorted(other[key]) if key == "enum" else other[key]
    if kind == "string" and other.get("format") in ("ipv4-network", "ipv6-network"):
        node["format"] = other["format"]


def _compiles(pattern: str) -> bool:
    try:
        re.compile(pattern)
    except re.error:  # Java's \p{L} and the like
        return False
    return True


def _from_api(containers: Node, definition: str) -> Node:
    """A container definition: botocore's members, CloudFormation's limits."""
    schema = ProviderSchemaManager().get_resource_schema("us-east-1", "AWS::ECS::TaskDefinition").schema
    limits = _Schema(_resolved(schema["definitions"][definition], schema), set(), {})
    node = containers["items"]
    for path, each in _walk(node["properties"]):
        if (same := limits.find(path, {})) is not None:
            _overlay(each, same)
    for path, bounds in _CONTAINER_BOUNDS.items():
        dict(_walk(node["properties"]))[path].update(bounds)
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


def _fargate_sizes() -> Node:
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


if __name__ == "__main__":
    TARGET.write_text(generate())
    print(f"{TARGET}: {len(PLAYED)} resource types, {TARGET.stat().st_size // 1024} KiB")
