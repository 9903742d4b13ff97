"""Parts of a mesh that are added, removed or changed, apart from the routes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from meshwright.plan.model import (
    AccessLog,
    ConnectionPool,
    Delivery,
    HealthCheck,
    InlineDelivery,
    Listener,
    OutlierDetection,
    Plan,
    TaskSize,
    Text,
    VirtualGateway,
    VirtualNode,
    Workload,
)
from meshwright.plan.model.delivery import minutes
from meshwright.traffic.code_marks import code
from meshwright.units import show_duration


@dataclass(frozen=True)
class PlanChange:
    """A changed part of the mesh, by its kind in App Mesh's terms and its name. `what`: the differences of a changed
    part."""

    kind: Literal["mesh", "virtual service", "virtual node", "virtual gateway"]
    name: str
    change: Literal["added", "removed", "changed"]
    what: tuple[str, ...] = ()


Show = Callable[[Any], str]


def plan_changes(old: Plan, new: Plan) -> tuple[PlanChange, ...]:
    """Every part that differs, without what its routes do with requests."""
    found = [PlanChange("mesh", new.mesh, "changed", what)] if (what := tuple(_mesh(old, new))) else []
    found += _by_name(
        "virtual service", _named(old.virtual_services), _named(new.virtual_services), lambda *_: iter(())
    )
    whole = {each.name for each in found if each.kind == "virtual service"}
    sizes = (old.platform.tasks, new.platform.tasks)

    def node(before: VirtualNode, after: VirtualNode) -> Iterator[str]:
        yield from _node(before, after)
        yield from _task(sizes[0].get(before.name), sizes[1].get(after.name))

    def gateway(before: VirtualGateway, after: VirtualGateway) -> Iterator[str]:
        yield from _gateway(before, after)
        yield from _task(sizes[0].get(before.name), sizes[1].get(after.name))

    found += _by_name("virtual node", _apart(old, whole), _apart(new, whole), node)
    found += _by_name("virtual gateway", _named(old.virtual_gateways), _named(new.virtual_gateways), gateway)
    return tuple(found)


def _apart(plan: Plan, whole: set[str]) -> Mapping[str, Any]:
    """The virtual nodes, without the versions of services that are added or removed."""
    return {each.name: each for each in plan.virtual_nodes if each.service not in whole or each.version is None}


def _named(parts: tuple[Any, ...]) -> Mapping[str, Any]:
    return {each.name: each for each in parts}


def _by_name(
    kind: Any, old: Mapping[str, Any], new: Mapping[str, Any], differ: Callable[[Any, Any], Iterator[str]]
) -> list[PlanChange]:
    found = [PlanChange(kind, name, "removed") for name in old if name not in new]
    found += [PlanChange(kind, name, "added") for name in new if name not in old]
    changed = {name: tuple(differ(old[name], new[name])) for name in new if name in old}
    return found + [PlanChange(kind, name, "changed", what) for name, what in changed.items() if what]


def _mesh(old: Plan, new: Plan) -> Iterator[str]:
    yield from _differs("name", old.mesh, new.mesh, str)
    yield from _differs("environment", old.environment, new.environment, str)
    yield from _differs("egress", old.egress, new.egress, str)
    for label in ("kind", "region", "capture", "architecture"):
        name = "platform" if label == "kind" else label
        yield from _differs(name, getattr(old.platform, label, None), getattr(new.platform, label, None), str)
    for name in dict.fromkeys([*(old.images or {}), *(new.images or {})]):
        yield from _differs(f"image {name}", (old.images or {}).get(name), (new.images or {}).get(name), str)
    yield from _differs("logs kept for", old.logs_keep, new.logs_keep, show_duration)
    yield from _differs("tracing", old.tracing_sample, new.tracing_sample, str)
    before, after = old.delivery, new.delivery
    yield from _differs("configuration", before, after, _delivery)


def _node(old: VirtualNode, new: VirtualNode) -> Iterator[str]:
    yield from _listed("calls", old.backends, new.backends)
    before, after = {each.port: each for each in old.listeners}, {each.port: each for each in new.listeners}
    yield from _ports(tuple(before), tuple(after))
    for port in after.keys() & before.keys():
        yield from _listener(before[port], after[port], f"port {port}: " if len(after) > 1 else "")
    yield from _differs("access log", old.access_log, new.access_log, _access_log)
    yield from _workload(old.runs, new.runs)


def _listener(old: Listener, new: Listener, at: str) -> Iterator[str]:
    yield from _differs(f"{at}protocol", old.protocol, new.protocol, str)
    yield from _health_check(at, old.health_check, new.health_check)
    yield from _differs(f"{at}outlier detection", old.outlier_detection, new.outlier_detection, _outlier_detection)
    yield from _pool(at, old.connection_pool, new.connection_pool)


def _pool(at: str, old: ConnectionPool, new: ConnectionPool) -> Iterator[str]:
    limits = [
        *_differs("connections", old.connections, new.connections, str, "unlimited"),
        *_differs("pending requests", old.pending, new.pending, str, "unlimited"),
        *_differs("requests", old.requests, new.requests, str, "unlimited"),
    ]
    if limits:
        yield f"{at}connection pool: {', '.join(limits)}"


def _workload(old: Workload | None, new: Workload | None) -> Iterator[str]:
    if old is None or new is None or type(old) is not type(new):
        yield from _differs("runs", old, new, lambda each: each.kind, "elsewhere")
        return
    for field in fields(new):
        yield from _WORKLOAD[field.name](getattr(old, field.name), getattr(new, field.name))


def _text(label: str) -> Callable[[Text, Text], Iterator[str]]:
    return lambda old, new: _differs(label, str(old), str(new), code)


def _values(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """Names only: the values may be confidential."""
    differ = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if differ:
        yield f"{what}{'s' * (len(differ) > 1)} {', '.join(map(code, differ))}"


def _gateway(old: VirtualGateway, new: VirtualGateway) -> Iterator[str]:
    before, after = {each.port: each for each in old.listeners}, {each.port: each for each in new.listeners}
    yield from _ports(tuple(before), tuple(after))
    for port in after.keys() & before.keys():
        yield from _differs(f"port {port}: protocol", before[port].protocol, after[port].protocol, str)
        yield from _pool(f"port {port}: ", before[port].connection_pool, after[port].connection_pool)
    yield from _differs("access log", old.access_log, new.access_log, _access_log)


def _task(old: TaskSize | None, new: TaskSize | None) -> Iterator[str]:
    if old is None or new is None:
        return
    yield from _differs("CPUs", old.cpu, new.cpu, str, "the platform's default")
    yield from _differs("memory", old.memory, new.memory, str, "the platform's default")
    yield from _differs("", old, new, _scale)
    yield from _differs("drain", old.drain, new.drain, show_duration, "the platform's default")


def _scale(task: TaskSize) -> str:
    low, high = 1 if task.low is None else task.low, task.high
    found = f"{low} to {high}" if high is not None and high != low else str(low)
    return f"{found} task{'' if found == '1' else 's'}"


def _differs(label: str, old: Any, new: Any, show: Show, absent: str = "none") -> Iterator[str]:
    # Another source location is no difference of the value.
    before, after = (absent if each is None else show(each) for each in (old, new))
    if before != after:
        yield f"{label} {before} → {after}".lstrip()


def _listed(label: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    for word, some in (("no longer ", set(old) - set(new)), ("", set(new) - set(old))):
        if some:
            now = " from now on" if not word else ""
            yield f"{word}{label} {', '.join(sorted(some))}{now}"


def _ports(old: tuple[int, ...], new: tuple[int, ...]) -> Iterator[str]:
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    if len(gone) == len(come) == 1:
        yield f"port {gone[0]} → {come[0]}"
    else:
        yield from _listed("listens on port", tuple(map(str, gone)), tuple(map(str, come)))


def _health_check(at: str, old: HealthCheck | None, new: HealthCheck | None) -> Iterator[str]:
    """Only the settings that differ, if both sides have a health check."""
    yield from _differs(f"{at}health check", old, new, _asked, "off")
    if old and new:
        yield from _differs(f"{at}health check every", old.interval, new.interval, show_duration)
        yield from _differs(f"{at}health check within", old.timeout, new.timeout, show_duration)
        yield from _differs(f"{at}checks until healthy", old.healthy, new.healthy, str)
        yield from _differs(f"{at}checks until unhealthy", old.unhealthy, new.unhealthy, str)


def _asked(check: HealthCheck) -> str:
    if check.grpc is not None:
        return f"gRPC {code(check.grpc)}" if check.grpc else "gRPC"
    return code(check.path) if check.path else "by its Envoy"


def _delivery(delivery: Delivery) -> str:
    if isinstance(delivery, InlineDelivery):
        return "in the task definitions"
    pace = f"{delivery.step} % at a time over {minutes(delivery.over)}m" if delivery.over else "to all at once"
    return f"{pace}, watched for {minutes(delivery.bake)}m" if delivery.bake else pace


def _outlier_detection(found: OutlierDetection) -> str:
    interval, ejection = show_duration(found.interval), show_duration(found.ejection)
    some = f"at most {found.max_ejected} % of the tasks, checked every {interval}"
    return f"ejected for {ejection} after {found.errors} consecutive errors ({some})"


def _access_log(log: AccessLog) -> str:
    return "failures only" if log.failures_only else "on"


_WORKLOAD: Mapping[str, Callable[[Any, Any], Iterator[str]]] = {
    "image": _text("image"),
    "host": _text("host"),
    "arn": _text("lambda"),
    "command": lambda old, new: _differs("command", old, new, lambda each: code(" ".join(each))),
    "instances": lambda old, new: _differs("instances", old, new, str),
    "directory": lambda old, new: _differs("directory", old, new, str),
    "tls": lambda old, new: _differs("TLS", old, new, lambda each: "on" if each else "off"),
    "environment": lambda old, new: _values("environment variable", old, new),
    "secrets": lambda old, new: _values("secret", old, new),
}
"""How a difference of a workload is written, by field."""
