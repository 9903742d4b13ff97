"""AWS's own limits: enums, patterns, lengths, ranges, from CloudFormation's schemas and botocore's service models."""

import re
from collections.abc import Iterator
from typing import Any

import botocore.session
from cfnlint.schema.manager import ProviderSchemaManager

from ..mapping import Played
from .schema import Schema
from .tree import Node

_LIMITS = ("enum", "pattern", "minLength", "maxLength", "minimum", "maximum", "minItems", "maxItems")
_NUMBERS = ("integer", "number")
_OF_TYPE = {
    "string": ("enum", "pattern", "minLength", "maxLength"),
    "integer": ("enum", "minimum", "maximum"),
    "number": ("enum", "minimum", "maximum"),
    "array": ("minItems", "maxItems"),
}


def schemas(played: Played) -> Iterator[Schema]:
    """CloudFormation's first: it is the stricter one."""
    if played.cfn:
        kind, _, inside = played.cfn.partition("#")
        schema = ProviderSchemaManager().get_resource_schema("us-east-1", kind).schema
        create_only = {each.removeprefix("/properties/") for each in schema.get("createOnlyProperties", [])}
        node = resolved(schema, schema)
        yield Schema(
            node["properties"][inside] if inside else node, set() if inside else create_only, {} if inside else schema
        )
    if played.api:
        yield Schema({"type": "object", "properties": request(played.api)}, set(), {})


def resolved(node: Any, schema: Node, depth: int = 0) -> Node:
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
        found["properties"] = {key: resolved(each, schema, depth + 1) for key, each in node["properties"].items()}
    if "items" in node:
        found["items"] = resolved(node["items"], schema, depth + 1)
    return found


_BOTOCORE = botocore.session.get_session()


def request(operation: str) -> dict[str, Node]:
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


def overlay(node: Node, other: Node) -> None:
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
