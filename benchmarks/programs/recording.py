"""`with_meshwright.py`, which also writes down the order in which it registers its resources, into `order.json`."""

import atexit
import json
from pathlib import Path

import pulumi

order: list[tuple[str, str]] = []


def note(resource: pulumi.ResourceTransformationArgs) -> None:
    """Called by Pulumi before it registers a resource."""
    order.append((resource.type_, resource.name))


atexit.register(lambda: Path("order.json").write_text(json.dumps(order)))
pulumi.runtime.register_stack_transformation(note)

import benchmarks.programs.with_meshwright  # noqa: E402, F401  the program itself
