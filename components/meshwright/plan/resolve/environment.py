"""From the description to the plan: references are resolved, defaults filled in, names generated."""

from collections.abc import Callable, Sequence
from dataclasses import fields

from meshwright.description import check
from meshwright.description.environment import Environment, Images
from meshwright.description.mesh import Mesh
from meshwright.description.pruned import pruned
from meshwright.description.written import Written
from meshwright.plan import defaults, model
from meshwright.plan.resolve import (
    delivery,
    effect,
    gateway,
    platform,
    policy,
    service,
    unique_names,
    virtual_node,
    virtual_router,
    virtual_service,
)
from meshwright.plan.resolve.context import Context
from meshwright.problems import Problem, ProblemsFound, did_you_mean, errors
from meshwright.units import duration

_OF_NAMES = ("MW101", "MW102", "MW103", "MW110", "MW112")
"""Problems of references that are told beside problems of form."""

_IMAGES = tuple(each.name for each in fields(Images))
"""The fields of a description's images, in their order."""


def resolve(environment: Environment) -> model.Plan:
    """The plan of a description. Raises ProblemsFound with every problem at once."""
    plan, problems = try_resolve(environment)
    if plan is None or errors(problems):
        raise ProblemsFound(problems)
    return plan


def try_resolve(environment: Environment) -> tuple[model.Plan | None, list[Problem]]:
    """The plan and every problem, advice included. No plan where the form is wrong: of references, names only then."""
    problems = check(environment)
    if problems:
        return None, [*problems, *_references(environment, problems)]
    return _resolve(environment)


def _references(environment: Environment, wrong: Sequence[Problem]) -> list[Problem]:
    """The names that lead nowhere in a description whose form is wrong elsewhere, so that one round shows both.

    None where what is wrong leaves too little to look at.
    """
    paths = [problem.path for problem in wrong]
    try:
        rest = pruned(environment, wrong)
        found = _resolve(rest)[1] if rest is not None else []
    except Exception:  # nobody has checked the values that were left
        return []
    return [
        each
        for each in found
        if each.code in _OF_NAMES and not any(each.path[: len(path)] == path for path in paths if path)
    ]


def _resolve(environment: Environment) -> tuple[model.Plan, list[Problem]]:
    mesh = environment.mesh
    context = Context(
        mesh=mesh.name,
        policy=policy.inherit(mesh, defaults.POLICY),
        access_log=mesh.access_log,
        environment=environment,
    )
    _declare(context, mesh)
    services, routers, nodes = _parts(context, mesh)
    _check_backends(context, mesh)
    gateways = [
        gateway.resolve(context, each, ("mesh", field, index))
        for field in ("gateways", "virtual_gateways")
        for index, each in enumerate(getattr(mesh, field))
    ]
    resolver = platform.resolver(environment.platform)
    if resolver.one_machine:
        unique_names.check_gateway_ports(context, mesh)
    effect.check(context, environment)
    where, placed = resolver.resolve(context, environment.platform, nodes, gateways)
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
        delivery=None if resolver.one_machine else delivery.resolve(environment),
    )
    return plan, context.problems


def _declare(context: Context, mesh: Mesh) -> None:
    unique_names.check(context, mesh)
    for index, each in enumerate(mesh.services):
        service.declare(context, each, ("mesh", "services", index))
    for node in mesh.virtual_nodes:
        virtual_node.declare(context, node)
    for index, router in enumerate(mesh.virtual_routers):
        virtual_router.declare(context, router, ("mesh", "virtual_routers", index))
    for index, raw in enumerate(mesh.virtual_services):
        virtual_service.declare(context, raw, ("mesh", "virtual_services", index))


def _parts(
    context: Context, mesh: Mesh
) -> tuple[list[model.VirtualService], list[model.VirtualRouter], list[model.VirtualNode]]:
    services, routers, nodes = [], [], []
    for index, each in enumerate(mesh.services):
        own_service, own_router, versions = service.resolve(context, each, ("mesh", "services", index))
        services.append(own_service)
        routers.append(own_router)
        nodes += versions
    services += [
        virtual_service.resolve(context, raw, ("mesh", "virtual_services", index))
        for index, raw in enumerate(mesh.virtual_services)
    ]
    routers += [
        virtual_router.resolve(context, router, ("mesh", "virtual_routers", index))
        for index, router in enumerate(mesh.virtual_routers)
    ]
    nodes += [
        virtual_node.resolve(context, node, ("mesh", "virtual_nodes", index))
        for index, node in enumerate(mesh.virtual_nodes)
    ]
    return services, routers, nodes


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
