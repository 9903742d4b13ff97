"""Properties by CloudFormation's names, found in its schemas. What has no name there is an error."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from cfnlint.schema.manager import ProviderSchemaManager

from .shapes import Values

Node = dict[str, Any]


@cache
def schema_of(cfn: str) -> Node:
    found: Node = ProviderSchemaManager().get_resource_schema("eu-west-1", cfn).schema
    return found


def written(value: Any, node: Node, words: Mapping[str, str], left: tuple[str, ...], schema: Node, path: str) -> Any:
    """A value as CloudFormation has it. `node`: what the schema says of it."""
    node = _resolved(node, schema)
    kinds = node.get("type", "object" if "properties" in node else "")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if "array" in kinds:
        if path == "tags" and isinstance(value, dict):
            value = [{"key": key, "value": each} for key, each in value.items()]
        items = value if isinstance(value, list) else [value]  # a block of which Pulumi has one only
        return [written(each, node["items"], words, left, schema, path) for each in items]
    properties = _properties(node, schema)
    if isinstance(value, dict) and properties:
        found: Values = {}
        for name, each in value.items():
            here = f"{path}.{name}" if path else name
            if here not in left and each is not None and not name.startswith("__"):
                _put(found, each, words.get(here, name).split("."), properties, words, left, schema, here)
        return found
    if "boolean" in kinds and value in ("true", "false"):
        return value == "true"
    if "string" in kinds and isinstance(value, (int, bool)) and "integer" not in kinds:
        return str(value).lower()
    return value


def _put(
    found: Values,
    value: Any,
    steps: list[str],
    properties: Node,
    words: Mapping[str, str],
    left: tuple[str, ...],
    schema: Node,
    path: str,
) -> None:
    same = {each.lower(): each for each in properties}
    if steps[0].lower() not in same:
        raise LookupError(f"{schema['typeName']} has no {steps[0]}, for {path}; it has {', '.join(sorted(properties))}")
    name = same[steps[0].lower()]
    if len(steps) > 1:
        inside = _properties(_resolved(properties[name], schema), schema)
        _put(found.setdefault(name, {}), value, steps[1:], inside, words, left, schema, path)
    else:
        found[name] = written(value, properties[name], words, left, schema, path)


def _properties(node: Node, schema: Node) -> Node:
    found = dict(node.get("properties", {}))
    for each in (*node.get("anyOf", ()), *node.get("oneOf", ())):
        found |= _resolved(each, schema).get("properties", {})
    return found


def _resolved(node: Node, schema: Node) -> Node:
    while "$ref" in node:
        target: Any = schema
        for step in node["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        node = target
    return node
