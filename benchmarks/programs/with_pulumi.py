"""A Pulumi program without Meshwright: the resources that `resources.json` lists, from pulumi_aws's classes.

The list is what Meshwright's program made, in the order in which it was made (`recorded.py`). Nothing is decided here, and
no text is put together: this is what plain Pulumi code costs at least, once somebody has worked all of that out. A property
that holds another resource's identifier is an Output of that resource, as it is in any program.
"""

import json
import re
from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws

made: list[pulumi.Resource] = []
"""The resources of the list so far."""


class Plain(pulumi.ComponentResource):
    """A component that only holds others."""

    def __init__(self, kind: str, name: str, inputs: dict[str, Any], opts: pulumi.ResourceOptions) -> None:
        super().__init__(kind, name, inputs, opts)
        self.register_outputs({})


def register(entry: dict[str, Any]) -> pulumi.Resource:
    """Registers one resource of the list."""
    opts = pulumi.ResourceOptions(
        parent=None if entry["parent"] is None else made[entry["parent"]],
        depends_on=[made[each] for each in entry["after"]] or None,
        ignore_changes=[snake(each) for each in entry["ignore_changes"]] or None,
        retain_on_delete=entry["retain_on_delete"] or None,
    )
    inputs = {key: known(value) for key, value in entry["inputs"].items()}
    package, module, kind = entry["type"].split(":")
    if package != "aws":
        return Plain(entry["type"], entry["name"], inputs, opts)
    resource_class = getattr(getattr(aws, module.partition("/")[0]), kind)
    found: pulumi.Resource = resource_class(
        entry["name"], opts=opts, **{snake(key): value for key, value in inputs.items()}
    )
    return found


def known(value: Any) -> Any:
    """A value with other resources' outputs where it refers to them."""
    if isinstance(value, list):
        return [known(each) for each in value]
    if not isinstance(value, dict):
        return value
    if "$from" in value:
        return getattr(made[value["$from"]], snake(value["output"]))
    if "$known" in value:
        return pulumi.Output.all(*(made[each].id for each in value["$known"])).apply(lambda _: value["value"])
    if "path" in value and "hash" in value:
        return pulumi.FileAsset(value["path"])
    return {key: known(each) for key, each in value.items()}


def snake(key: str) -> str:
    """`content_type` for contentType."""
    return re.sub("[A-Z]", lambda each: "_" + each[0].lower(), key)


# Meshwright's program asks this as well. It is also to this one's advantage: where nothing is awaited before the last
# resource, Pulumi's SDK goes over all outstanding outputs again and again (`wait_for_rpcs`), a third of its whole time.
aws.get_caller_identity()
for entry in json.loads(Path("resources.json").read_text()):
    made.append(register(entry))
