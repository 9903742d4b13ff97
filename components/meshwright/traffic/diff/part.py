"""The parts of a mesh that come, go, or are made otherwise: what is true of them for every request."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from meshwright.plan.model import AccessLog, HealthCheck, Listener, OutlierDetection, Plan, Task, VirtualNode, Workload
from meshwright.traffic.diff.words import code
from meshwright.units import show_duration


@dataclass(frozen=True)
class Part:
    """A part of the mesh by its kind in App Mesh's words and its name. `what`: the differences, where it is changed."""

    kind: Literal["mesh", "virtual service", "virtual node", "virtual gateway"]
    name: str
    change: Literal["added", "removed", "changed"]
    what: tuple[str, ...] = ()


Show = Callable[[Any], str]


def parts(old: Plan, new: Plan) -> tuple[Part, ...]:
    """Every part that differs, apart from what its routes do with requests."""
    found = [Part("mesh", new.mesh, "changed", what)] if (what := tuple(_mesh(old, new))) else []
    found += _by_name(
        "virtual service", _named(old.virtual_services), _named(new.virtual_services), lambda *_: iter(())
    )
    found += _by_name("virtual node", _named(old.virtual_nodes), _named(new.virtual_nodes), _node)
    found += _by_name("virtual gateway", _named(old.virtual_gateways), _named(new.virtual_gateways), _gateway)
    tasks = {
        name: tuple(_task(old.platform.tasks.get(name), task))
        for name, task in new.platform.tasks.items()
        if name in old.platform.tasks
    }
    gateways = {each.name for each in new.virtual_gateways}
    for name, what in tasks.items():
        if what:
            found = _with(found, "virtual gateway" if name in gateways else "virtual node", name, what)
    return tuple(found)


def _with(found: list[Part], kind: Any, name: str, what: tuple[str, ...]) -> list[Part]:
    others = [each for each in found if (each.kind, each.name) != (kind, name)]
    before = next((each.what for each in found if (each.kind, each.name) == (kind, name)), ())
    return [*others, Part(kind, name, "changed", (*before, *what))]


def _named(parts: tuple[Any, ...]) -> Mapping[str, Any]:
    return {each.name: each for each in parts}


def _by_name(
    kind: Any, old: Mapping[str, Any], new: Mapping[str, Any], differ: Callable[[Any, Any], Iterator[str]]
) -> list[Part]:
    found = [Part(kind, name, "removed") for name in old if name not in new]
    found += [Part(kind, name, "added") for name in new if name not in old]
    changed = {name: tuple(differ(old[name], new[name])) for name in new if name in old}
    return found + [Part(kind, name, "changed", what) for name, what in changed.items() if what]


def _mesh(old: Plan, new: Plan) -> Iterator[str]:
    yield from _differs("name", old.mesh, new.mesh, str)
    yield from _differs("environment", old.environment, new.environment, str)
    yield from _differs("egress", old.egress, new.egress, str)
    for label in ("kind", "region", "capture", "architecture"):
        name = "platform" if label == "kind" else label
        yield from _differs(name, getattr(old.platform, label), getattr(new.platform, label), str)
    for name in dict.fromkeys([*(old.images or {}), *(new.images or {})]):
        yield from _differs(f"images: {name}", (old.images or {}).get(name), (new.images or {}).get(name), str)
    yield from _differs("logs are kept", old.logs_keep, new.logs_keep, show_duration)
    yield from _differs("tracing", old.tracing_sample, new.tracing_sample, str)
    before, after = old.delivery, new.delivery
    for name in ("inline", "over", "step", "bake"):
        yield from _differs(f"delivery: {name}", getattr(before, name, None), getattr(after, name, None), str)


def _node(old: VirtualNode, new: VirtualNode) -> Iterator[str]:
    yield from _listed("calls", old.backends, new.backends)
    before, after = {each.port: each for each in old.listeners}, {each.port: each for each in new.listeners}
    yield from _listed("listens on", tuple(map(str, before)), tuple(map(str, after)))
    for port in after.keys() & before.keys():
        yield from _listener(before[port], after[port], f"port {port}: " if len(after) > 1 else "")
    yield from _differs("access log", old.access_log, new.access_log, _access_log)
    yield from _workload(old.runs, new.runs)


def _listener(old: Listener, new: Listener, at: str) -> Iterator[str]:
    yield from _differs(f"{at}protocol", old.protocol, new.protocol, str)
    yield from _differs(f"{at}health check", old.health_check, new.health_check, _health_check)
    yield from _differs(f"{at}outlier detection", old.outlier_detection, new.outlier_detection, _outlier_detection)
    for name in ("connections", "pending", "requests"):
        before, after = getattr(old.connection_pool, name), getattr(new.connection_pool, name)
        yield from _differs(f"{at}connection pool: {name}", before, after, str, "no limit")


def _workload(old: Workload | None, new: Workload | None) -> Iterator[str]:
    if old is None or new is None or old.kind != new.kind:
        yield from _differs("runs", old, new, lambda each: each.kind, "elsewhere")
        return
    yield from _differs(old.kind if old.kind != "container" else "image", old.reference, new.reference, code)
    yield from _differs("command", old.command, new.command, lambda each: code(" ".join(each)))
    yield from _differs("instances", old.instances, new.instances, str)
    yield from _differs("directory", old.directory, new.directory, str)
    yield from _differs("TLS", old.tls, new.tls, lambda each: "on" if each else "off")
    for what, before, after in (
        ("environment", old.environment, new.environment), ("secrets", old.secrets, new.secrets),
    ):  # fmt: skip
        # Names only: a value may be what nobody should read in a comment.
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        if names:
            yield f"{what}: {', '.join(map(code, names))}"


def _gateway(old: Any, new: Any) -> Iterator[str]:
    before, after = {each.port: each for each in old.listeners}, {each.port: each for each in new.listeners}
    yield from _listed("listens on", tuple(map(str, before)), tuple(map(str, after)))
    for port in after.keys() & before.keys():
        yield from _differs(f"port {port}: protocol", before[port].protocol, after[port].protocol, str)
        one, other = before[port].connection_pool, after[port].connection_pool
        for name in ("connections", "pending", "requests"):
            yield from _differs(f"connection pool: {name}", getattr(one, name), getattr(other, name), str, "no limit")
    yield from _differs("access log", old.access_log, new.access_log, _access_log)


def _task(old: Task | None, new: Task) -> Iterator[str]:
    for name, label in (("cpu", "CPUs"), ("memory", "memory"), ("low", "fewest tasks"), ("high", "most tasks")):
        yield from _differs(label, getattr(old, name), getattr(new, name), str, "the platform's default")


def _differs(label: str, old: Any, new: Any, show: Show, absent: str = "none") -> Iterator[str]:
    # Where a value was written is no difference of the value.
    before, after = (absent if each is None else show(each) for each in (old, new))
    if before != after:
        yield f"{label} {before} → {after}"


def _listed(label: str, old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    for word, some in (("no longer ", set(old) - set(new)), ("", set(new) - set(old))):
        if some:
            now = " from now on" if not word else ""
            yield f"{word}{label} {', '.join(sorted(some))}{now}"


def _health_check(check: HealthCheck) -> str:
    asked = code(check.path) if check.path else "its Envoy"
    every, within = show_duration(check.interval), show_duration(check.timeout)
    return f"{asked} every {every} within {within}, {check.healthy} up {check.unhealthy} down"


def _outlier_detection(found: OutlierDetection) -> str:
    interval, ejection = show_duration(found.interval), show_duration(found.ejection)
    return f"{found.errors} errors, every {interval}, for {ejection}, at most {found.max_ejected} %"


def _access_log(log: AccessLog) -> str:
    return "failures only" if log.failures_only else "on"
