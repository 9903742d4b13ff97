"""The platform: its sizes and processes, by exact name before "*"."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from meshwright import units
from meshwright.description.platform import Ec2, Fargate, Local, Task
from meshwright.description.written import Written, place_of
from meshwright.plan import model
from meshwright.plan.resolve import workload
from meshwright.plan.resolve.context import Context, origin
from meshwright.problems import UnknownPlatform, did_you_mean

Value = TypeVar("Value")
Proxy = model.VirtualNode | model.VirtualGateway


Nodes = Sequence[model.VirtualNode]
Gateways = Sequence[model.VirtualGateway]
Placed = tuple[model.Platform, tuple[model.VirtualNode, ...]]
"""A platform, and the nodes with what they run there."""


@dataclass(frozen=True)
class Resolver:
    """How a platform of the description is resolved.

    `one_machine`: everything runs on this machine. Gateways share its ports, and the configuration is written to its
    files instead of delivered.
    """

    resolve: Callable[[Context, Any, Nodes, Gateways], Placed]
    one_machine: bool = False


def resolver(platform: Written) -> Resolver:
    """The row of a platform in the table. Raises UnknownPlatform for a platform that has none."""
    found = RESOLVERS.get(type(platform))
    if found is None:
        raise UnknownPlatform(type(platform).__name__, [each.__name__ for each in RESOLVERS], __name__)
    return found


def _local(context: Context, platform: Local, nodes: Nodes, gateways: Gateways) -> Placed:
    _check_names(context, platform.processes, platform, "processes", nodes)
    missing = [node.name for node in nodes if not _is_placed(node) and not _by_name(platform.processes, node)]
    if missing:
        _report_missing(context, platform, missing)
    placed = tuple(_on_this_machine(context, platform, node) for node in nodes)
    return model.LocalPlatform(first_port=platform.first_port), placed


def _ecs(context: Context, platform: Fargate | Ec2, nodes: Nodes, gateways: Gateways) -> Placed:
    _check_names(context, platform.tasks, platform, "tasks", [*nodes, *gateways])
    _check_names(context, platform.load_balancers, platform, "load_balancers", gateways, 'a virtual gateway, or "*"')
    proxies: list[Proxy] = [*nodes, *gateways]
    tasks = {each.name: _task(platform.tasks, each) for each in proxies if _is_ours(each)}
    launch_type = model.FargatePlatform if isinstance(platform, Fargate) else model.Ec2Platform
    placed_at = launch_type(
        region=platform.region,
        tasks=tasks,
        capture=platform.capture or "transparent",
        architecture=platform.architecture or "x86",
        load_balancers={each.name: next(iter(_by_name(platform.load_balancers, each)), "network") for each in gateways},
        origin=origin(platform, ("platform",)),
    )
    return placed_at, tuple(nodes)


RESOLVERS: dict[type[Written], Resolver] = {
    Local: Resolver(_local, one_machine=True),
    Fargate: Resolver(_ecs),
    Ec2: Resolver(_ecs),
}
"""How each platform of the description is resolved."""


def _is_ours(proxy: Proxy) -> bool:
    return not isinstance(proxy, model.VirtualNode) or proxy.has_proxy


def _by_name(values: Mapping[str, Value], proxy: Proxy) -> list[Value]:
    """The values for a node or gateway, the most specific first: by its own name, by its service's, by "*"."""
    service = proxy.service if isinstance(proxy, model.VirtualNode) else None
    return [values[name] for name in (proxy.name, service, "*") if name is not None and name in values]


def _task(tasks: Mapping[str, Task], proxy: Proxy) -> model.TaskSize:
    cpu = memory = scale = drain = None
    for task in _by_name(tasks, proxy):
        cpu = task.cpu if cpu is None else cpu
        memory = task.memory if memory is None else memory
        scale = task.scale if scale is None else scale
        drain = task.drain if drain is None else drain
    low = scale.low if scale else None
    high = (scale.low if scale.high is None else scale.high) if scale else None
    return model.TaskSize(cpu, memory, low, high, None if drain is None else units.duration(drain))


def _on_this_machine(context: Context, platform: Local, node: model.VirtualNode) -> model.VirtualNode:
    if _is_placed(node):
        _check_givens(context, node.name, node.runs, platform)
        return node
    processes = _by_name(platform.processes, node)
    if not processes:
        return node
    placed = replace(node, runs=workload.resolve(processes[0], None))
    _check_givens(context, node.name, placed.runs, platform)
    return placed


def _is_placed(node: model.VirtualNode) -> bool:
    """Whether what a node runs is the same on every platform."""
    return isinstance(node.runs, model.ProcessWorkload | model.HostWorkload | model.LambdaWorkload)


def _report_missing(context: Context, platform: Local, missing: Sequence[str]) -> None:
    written = place_of(platform) is not None
    local = f'Local({{"{missing[0]}": Process([...])}}), or "*" for all others'
    context.report(
        "MW302",
        ("platform", "processes") if written else ("platform",),
        platform,
        found=f"nothing for {', '.join(missing)}" if written else f"no platform, and containers: {', '.join(missing)}",
        expected="a Process for each version that runs a container",
        fix=f"write {local}" if written else f'write platform=Fargate("eu-west-1"), or platform={local}',
    )


def _check_givens(context: Context, name: str, runs: model.Workload | None, platform: Local) -> None:
    texts: list[model.Text] = []
    if isinstance(runs, model.HostWorkload):
        texts = [runs.host]
    elif isinstance(runs, model.ProcessWorkload):
        texts = list(runs.environment.values())
    for given in (text for text in texts if isinstance(text, model.GivenRef)):
        context.report(
            "MW301",
            ("platform",),
            platform,
            found=f"{name}, which needs {given}",
            expected="values that are known on this machine",
            fix="give the version a Process, or make the value an argument that the local stack sets",
        )


def _check_names(
    context: Context,
    values: Mapping[str, object],
    platform: object,
    field: str,
    proxies: Sequence[Proxy],
    expected: str = 'a service, a virtual node, or "*"',
) -> None:
    known = {proxy.name for proxy in proxies} | {"*"}
    known |= {each.service for each in proxies if isinstance(each, model.VirtualNode) and each.service}
    for name in values:
        if name not in known:
            context.report(
                "MW112",
                ("platform", field, name),
                values[name] if isinstance(values[name], Written) else platform,
                found=f'"{name}"',
                expected=expected,
                fix=did_you_mean(name, known, "name one that exists"),
            )
