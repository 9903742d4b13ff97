"""From the description to the plan: references are resolved, defaults filled in, names generated."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields

from meshwright import names
from meshwright.description import Service, check
from meshwright.description.environment import Environment, Images
from meshwright.description.mesh import Mesh
from meshwright.description.platform import Local
from meshwright.description.written import Written, place_of
from meshwright.plan import defaults, model
from meshwright.plan.resolve import delivery, gateway, platform, policy, service, virtual
from meshwright.plan.resolve.context import Context, Path
from meshwright.problems import Problem, ProblemsFound, did_you_mean, errors
from meshwright.units import duration

Named = tuple[Path, Written, str]
"""A part of the description: its path, the object, and a name that it takes."""

_IMAGES = tuple(each.name for each in fields(Images))
"""The fields of a description's images, in their order."""


def resolve(environment: Environment) -> model.Plan:
    """The plan of a description.

    Raises ProblemsFound with every problem at once: those of form; if there are none, those of references.
    """
    plan, problems = try_resolve(environment)
    if plan is None or errors(problems):
        raise ProblemsFound(problems)
    return plan


def try_resolve(environment: Environment) -> tuple[model.Plan | None, list[Problem]]:
    """The plan and every problem, advice included. No plan where the form is wrong."""
    problems = check(environment)
    if problems:
        return None, problems
    mesh = environment.mesh
    context = Context(
        mesh=mesh.name,
        policy=policy.inherit(mesh, defaults.POLICY),
        access_log=mesh.access_log,
    )
    _declare(context, mesh)
    services, routers, nodes = _parts(context, mesh)
    _check_backends(context, mesh)
    gateways = [
        gateway.resolve(context, each, ("mesh", field, index))
        for field in ("gateways", "virtual_gateways")
        for index, each in enumerate(getattr(mesh, field))
    ]
    if isinstance(environment.platform, Local):
        _check_gateway_ports(context, mesh)
    where, placed = platform.resolve(context, environment.platform, nodes, gateways)
    images, tracing = environment.images, environment.tracing
    plan = model.Plan(
        environment=environment.name,
        mesh=mesh.name,
        egress=mesh.egress,
        platform=where,
        virtual_services=tuple(services),
        virtual_routers=tuple(routers),
        virtual_nodes=placed,
        virtual_gateways=tuple(gateways),
        images={each: value for each in _IMAGES if (value := getattr(images, each)) is not None} if images else None,
        logs_keep=duration(environment.logs.keep) if environment.logs else None,
        tracing_sample=tracing.sample if tracing else None,
        delivery=None if isinstance(environment.platform, Local) else delivery.resolve(environment),
    )
    return plan, context.problems


def _declare(context: Context, mesh: Mesh) -> None:
    _check_unique(context, mesh)
    for index, each in enumerate(mesh.services):
        service.declare(context, each, ("mesh", "services", index))
    for node in mesh.virtual_nodes:
        virtual.declare_node(context, node)
    for index, router in enumerate(mesh.virtual_routers):
        virtual.declare_router(context, router, ("mesh", "virtual_routers", index))
    for index, raw in enumerate(mesh.virtual_services):
        virtual.declare_service(context, raw, ("mesh", "virtual_services", index))


def _parts(
    context: Context, mesh: Mesh
) -> tuple[list[model.VirtualService], list[model.VirtualRouter], list[model.VirtualNode]]:
    services, routers, nodes = [], [], []
    for index, each in enumerate(mesh.services):
        virtual_service, router, versions = service.resolve(context, each, ("mesh", "services", index))
        services.append(virtual_service)
        routers.append(router)
        nodes += versions
    services += [
        virtual.resolve_service(context, raw, ("mesh", "virtual_services", index))
        for index, raw in enumerate(mesh.virtual_services)
    ]
    routers += [
        virtual.resolve_router(context, router, ("mesh", "virtual_routers", index))
        for index, router in enumerate(mesh.virtual_routers)
    ]
    nodes += [
        virtual.resolve_node(context, node, ("mesh", "virtual_nodes", index))
        for index, node in enumerate(mesh.virtual_nodes)
    ]
    return services, routers, nodes


def _check_unique(context: Context, mesh: Mesh) -> None:
    """Services and App Mesh's terms share one name space for each kind; nodes and gateways share one as proxies."""
    named = _named(mesh, "services", "virtual_services")
    twice = _unique(context, "service", named)
    rest = [item for item in named if item not in twice]
    _unique(
        context,
        "domain",
        [(path, written, each) for path, written, name in rest for each in names.domains(name, mesh.name)],
    )
    sugar = [(path, each) for path, each, _ in rest if isinstance(each, Service)]
    _unique(
        context,
        "virtual router",
        [*((path, each, each.name) for path, each in sugar), *_named(mesh, "virtual_routers")],
    )
    # The only version of a service that writes none is at the path of the service.
    versions = [
        ((*path, "versions", index), version, names.node(each.name, version.name))
        if each.versions
        else (path, each, names.node(each.name, version.name))
        for path, each in sugar
        for index, version in enumerate(service.versions_of(each))
    ]
    proxies = [*versions, *_named(mesh, "virtual_nodes", "gateways", "virtual_gateways")]
    _unique(context, "virtual node or gateway", proxies)
    for path, each, _ in _named(mesh, "virtual_routers", "virtual_nodes", "virtual_gateways"):
        listeners = enumerate(each.listeners)  # type: ignore[attr-defined]
        ports = [((*path, "listeners", index), listener, str(listener.port)) for index, listener in listeners]
        _unique(context, "listener on port", ports, "port")


def _check_gateway_ports(context: Context, mesh: Mesh) -> None:
    """The gateways of one machine listen on the ports of the description, so no two can have the same."""
    ports: list[Named] = [
        (("mesh", "gateways", index), each, str(each.port)) for index, each in enumerate(mesh.gateways)
    ]
    ports += [
        (("mesh", "virtual_gateways", index, "listeners", at), listener, str(listener.port))
        for index, each in enumerate(mesh.virtual_gateways)
        for at, listener in enumerate(each.listeners)
    ]
    _unique(context, "gateway on port", ports, "port")


def _named(mesh: Mesh, *fields: str) -> list[Named]:
    return [
        (("mesh", field, index), each, each.name) for field in fields for index, each in enumerate(getattr(mesh, field))
    ]


def _unique(context: Context, kind: str, named: Iterable[Named], field: str = "name") -> list[Named]:
    """Reports each name that appeared before, and returns these parts."""
    first: dict[str, Written] = {}
    twice = []
    fix = "rename one of them" if field == "name" else f"choose another {field} for one of them"
    for path, written, name in named:
        if name in first:
            twice.append((path, written, name))
            context.report(
                "MW101",
                (*path, field),
                written,
                found=f'a second {kind} "{name}"; the first is at {place_of(first[name])}',
                expected=f'one {kind} "{name}"',
                fix=fix,
            )
        first.setdefault(name, written)
    return twice


def _check_backends(context: Context, mesh: Mesh) -> None:
    callers: Sequence[tuple[str, str, Callable[[Written], Sequence[str]]]] = (
        ("services", "calls", lambda each: each.calls),  # type: ignore[attr-defined]
        ("virtual_nodes", "backends", lambda each: each.backends),  # type: ignore[attr-defined]
    )
    for field, called, of in callers:
        for index, each in enumerate(getattr(mesh, field)):
            for at, backend in enumerate(of(each)):
                if backend not in context.services:
                    context.report(
                        "MW102",
                        ("mesh", field, index, called, at),
                        each,
                        found=f'"{backend}"',
                        expected="a service of this mesh",
                        fix=did_you_mean(backend, context.services, "name one that exists, or add it"),
                    )
