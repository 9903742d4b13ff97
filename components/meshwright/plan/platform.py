"""Where nodes run: the platform's sizes and processes, by exact name before "*"."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from meshwright.description.platform import Fargate, Local, Task
from meshwright.plan import model, workload
from meshwright.plan.context import Context
from meshwright.problems import did_you_mean

Value = TypeVar("Value")


def resolve(
    context: Context, platform: Fargate | Local, nodes: Sequence[model.VirtualNode]
) -> tuple[model.Platform, tuple[model.VirtualNode, ...]]:
    """The platform as plain values, and the nodes with what they run there."""
    if isinstance(platform, Local):
        _check_names(context, platform.processes, platform, "processes", nodes)
        placed = tuple(_on_this_machine(context, platform, node) for node in nodes)
        return model.Platform("local", first_port=platform.first_port), placed
    _check_names(context, platform.tasks, platform, "tasks", nodes)
    tasks = {node.name: _task(platform.tasks, node) for node in nodes if node.has_proxy}
    return model.Platform("fargate", platform.region, tasks=tasks), tuple(nodes)


def _by_name(values: Mapping[str, Value], node: model.VirtualNode) -> list[Value]:
    """What is said of a node, the most exact first: its own name, its service's, "*"."""
    return [values[name] for name in (node.name, node.service, "*") if name is not None and name in values]


def _task(tasks: Mapping[str, Task], node: model.VirtualNode) -> model.Task:
    cpu = memory = scale = None
    for task in _by_name(tasks, node):
        cpu = task.cpu if cpu is None else cpu
        memory = task.memory if memory is None else memory
        scale = task.scale if scale is None else scale
    low = scale.low if scale else None
    high = (scale.low if scale.high is None else scale.high) if scale else None
    return model.Task(cpu, memory, low, high)


def _on_this_machine(context: Context, platform: Local, node: model.VirtualNode) -> model.VirtualNode:
    if node.runs is not None and node.runs.kind in ("process", "host"):
        _check_givens(context, node.name, node.runs, platform)
        return node
    if node.runs is not None and node.runs.kind == "lambda":
        context.report(
            "MW301", ("platform",), platform,
            found=f"{node.name}, a Lambda function", expected="a Process, Container or Host",
            fix="leave the version out of this environment, or give it a Process",
        )  # fmt: skip
        return node
    processes = _by_name(platform.processes, node)
    if not processes:
        context.report(
            "MW302", ("platform", "processes"), platform,
            found=f"nothing for {node.name}", expected="a Process for each version that runs a container",
            fix=f'write Local(processes={{"{node.name}": Process([...])}}), or "*" for all others',
        )  # fmt: skip
        return node
    placed = replace(node, runs=workload.resolve(processes[0], None))
    _check_givens(context, node.name, placed.runs, platform)
    return placed


def _check_givens(context: Context, name: str, runs: model.Workload | None, platform: Local) -> None:
    if runs is None:
        return
    givens = [runs.reference] if runs.given else []
    givens += [value["given"] for value in runs.environment.values() if not isinstance(value, str)]
    for given in givens:
        context.report(
            "MW301", ("platform",), platform,
            found=f'{name}, which needs Given("{given}")', expected="values that are known on this machine",
            fix="give the version a Process, or make the value an argument that the local stack sets",
        )  # fmt: skip


def _check_names(
    context: Context,
    values: Mapping[str, object],
    platform: object,
    field: str,
    nodes: Sequence[model.VirtualNode],
) -> None:
    known = {node.name for node in nodes} | {node.service for node in nodes if node.service} | {"*"}
    for name in values:
        if name not in known:
            context.report(
                "MW112", ("platform", field, name), values[name],
                found=f'"{name}"', expected='a service, a virtual node, or "*"',
                fix=did_you_mean(name, known, "name one that exists"),
            )  # fmt: skip
