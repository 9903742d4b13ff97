"""From the description to the plan: every reference followed, every default filled in, every name made."""

from collections.abc import Callable, Iterable, Sequence

from meshwright.description import check
from meshwright.description.environment import Environment
from meshwright.description.mesh import Mesh
from meshwright.description.written import Written, place_of
from meshwright.plan import defaults, gateway, model, platform, retry, service, timeout, virtual
from meshwright.plan.context import Context, Path
from meshwright.problems import Problem, ProblemsFound, Severity, did_you_mean
from meshwright.units import duration


def resolve(environment: Environment) -> model.Plan:
    """The plan of a description.

    Raises ProblemsFound with every problem at once: those of form, or, where the form is right, those of reference.
    """
    plan, problems = resolved(environment)
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if plan is None or errors:
        raise ProblemsFound(problems)
    return plan


def resolved(environment: Environment) -> tuple[model.Plan | None, list[Problem]]:
    """The plan, and everything found on the way, advice included. No plan where the form is wrong."""
    problems = check(environment)
    if problems:
        return None, problems
    mesh = environment.mesh
    context = Context(
        mesh=mesh.name,
        retry=retry.resolve(mesh.retry, defaults.RETRY),
        timeout=timeout.resolve(mesh.timeout, defaults.TIMEOUT, mesh),
        access_log=mesh.access_log,
    )
    _declare(context, mesh)
    services, routers, nodes = _parts(context, mesh)
    gateways = [
        gateway.resolve(context, each, ("mesh", field, index))
        for field in ("gateways", "virtual_gateways")
        for index, each in enumerate(getattr(mesh, field))
    ]
    _check_backends(context, mesh)
    where, placed = platform.resolve(context, environment.platform, nodes)
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
        images={"registry": images.registry, "tag": images.tag} if images else None,
        logs_keep=duration(environment.logs.keep) if environment.logs else None,
        tracing_sample=tracing.sample if tracing else None,
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
    """Sugar and raw terms share one name space for each kind; nodes and gateways share theirs, being proxies."""
    services = list(enumerate(mesh.services))
    versions = [
        (
            ("mesh", "services", i, *(("versions", j) if each.versions else ())),
            version,
            f"{each.name}-{version.name}",
        )
        for i, each in services
        for j, version in enumerate(service.versions_of(each))
    ]
    _unique(context, "service", _named(mesh, "services", "virtual_services"))
    _unique(context, "virtual router", _named(mesh, "services", "virtual_routers"))
    _unique(
        context,
        "virtual node or gateway",
        [*versions, *_named(mesh, "virtual_nodes", "gateways", "virtual_gateways")],
    )


def _named(mesh: Mesh, *fields: str) -> list[tuple[Path, Written, str]]:
    return [
        (("mesh", field, index), each, each.name) for field in fields for index, each in enumerate(getattr(mesh, field))
    ]


def _unique(context: Context, kind: str, named: Iterable[tuple[Path, Written, str]]) -> None:
    first: dict[str, Written] = {}
    for path, written, name in named:
        if name in first:
            context.report(
                "MW101", (*path, "name"), written,
                found=f'a second {kind} "{name}"; the first is at {place_of(first[name])}',
                expected=f"one {kind} of a name", fix="rename one of them, or make them versions of one service",
            )  # fmt: skip
        first.setdefault(name, written)


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
                        "MW102", ("mesh", field, index, called, at), each,
                        found=f'"{backend}"', expected="a service of this mesh",
                        fix=did_you_mean(backend, context.services, "name one that exists, or add it"),
                    )  # fmt: skip
