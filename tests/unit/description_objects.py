"""What the tests of the description share: its types, small environments, and an Output."""

import asyncio
import dataclasses
from typing import Any

import pulumi

import meshwright
from meshwright import Environment, Fargate, Mesh
from meshwright.description import check

TYPES = [
    each
    for each in (getattr(meshwright, name) for name in meshwright.__all__)
    if dataclasses.is_dataclass(each) and each.__module__.startswith("meshwright.description")
]


def environment(*services: Any, **mesh: Any) -> Environment:
    return Environment("test", Mesh("shop", services=services, **mesh), platform=Fargate("eu-west-1"))


def codes(environment: Any) -> set[str]:
    return {problem.code for problem in check(environment)}


async def _output() -> pulumi.Output[str]:
    output = pulumi.Output.from_input("value")
    await output.future()
    return output


def output() -> pulumi.Output[str]:
    """A real Output, made in an event loop of its own, so that no other test sees a difference."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_output())
    finally:
        loop.close()


OUTPUT = output()
