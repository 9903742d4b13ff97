"""Writes `schema.json`: what the provider double knows of each resource type.

Property names, types and which are required come from pulumi_aws's own classes; enums, patterns, lengths and ranges
from cfn-lint's CloudFormation schemas, and where those have none from botocore's service models; what forces a
replacement from CloudFormation's `createOnlyProperties` and `mapping`. Run it by hand after changing a pin:

    python -m tests.standin.generate
"""

import importlib
import json
import sys
from pathlib import Path
from typing import Any

from .mapping import PLAYED, Played
from .sources.classes import names, of_class
from .sources.containers import container, fargate_sizes
from .sources.limits import overlay, schemas
from .sources.tree import Node, walk

TARGET = Path(__file__).with_name("schema.json")


def generate() -> str:
    """The text of `schema.json`, from what is installed."""
    found = {name: _resource(name, played) for name, played in PLAYED.items()}
    return "".join(
        (
            "{\n",
            f' "containers": {_line(container())},\n',
            f' "fargate": {_line(fargate_sizes())},\n',
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
    node = of_class(arguments)
    inputs: Node = node["properties"]
    create_only: set[str] = set(played.replace)
    for schema in schemas(played):
        for path, each in walk(inputs):
            if (same := schema.find(path, played.rename)) is not None:
                overlay(each, same)
        create_only |= {path for path, _ in walk(inputs) if schema.path(path, played.rename) in schema.create_only}
    for path, bounds in played.bounds.items():
        dict(walk(inputs))[path].update(bounds)
    if "region" in inputs:
        create_only.add("region")
    known = {path for path, _ in walk(inputs)}
    stray = [
        path
        for path in (*played.replace, *played.update, *played.sets, *played.json, *played.dropped, *played.rename)
        if path not in known
    ]
    unknown = [path for path in stray if path not in ("namePrefix",)]
    if unknown:
        raise SystemExit(f"{name}: no such properties: {', '.join(unknown)}")
    state = names(getattr(home, f"_{kind}State"))
    groups = {rule: each for schema in schemas(played) for rule, each in schema.groups(inputs, played.rename)}
    entry = {
        **groups,
        **({"dropped": sorted(played.dropped)} if played.dropped else {}),
        "auto": played.auto if played.auto in inputs else "",
        "inputs": inputs,
        "json": sorted(played.json),
        "outputs": sorted(set(state) - set(inputs)),
        "replace": sorted(path for path in (create_only & known) - set(played.update) if not path.endswith(".*")),
        "required": node["required"],
        "sets": sorted(played.sets),
    }
    return resource.pulumi_type, entry


if __name__ == "__main__":
    TARGET.write_text(generate())
    print(f"{TARGET}: {len(PLAYED)} resource types, {TARGET.stat().st_size // 1024} KiB")
