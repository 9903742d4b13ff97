"""A service becomes a virtual service, a virtual router and a virtual node for each version."""

from collections.abc import Sequence

from meshwright import names
from meshwright.description import Route, source
from meshwright.description.service import Service, Version
from meshwright.description.workload import Host, LambdaFunction
from meshwright.plan import model
from meshwright.plan.resolve import (
    access_log,
    connection_pool,
    health_check,
    outlier_detection,
    policy,
    timeout,
    workload,
)
from meshwright.plan.resolve import route as routes
from meshwright.plan.resolve.answer import answers
from meshwright.plan.resolve.context import Context, Path, is_tcp, origin

Parts = tuple[model.VirtualService, model.VirtualRouter, list[model.VirtualNode]]


def versions_of(service: Service) -> Sequence[Version]:
    """The versions of a service; of one that writes none, the version "v1". One that only answers has none."""
    only_answers = service.runs is None and service.routes and all(map(answers, service.routes))
    return service.versions or ([] if only_answers else [Version("v1", service.runs)])


def mappings_of(service: Service) -> tuple[model.PortMapping, ...]:
    """The listeners of the service and its versions."""
    return (model.PortMapping(service.port or 0, service.protocol),)


def declare(context: Context, service: Service, path: Path) -> None:
    """Declares the names of a service, and reports the problems of its own fields."""
    if service.port is None:
        context.report(
            "MW105",
            (*path, "port"),
            service,
            found="no port",
            expected="the port on which its versions listen",
            fix="write its port, as in port=8080",
        )
    if service.runs is not None and service.versions:
        context.report(
            "MW106",
            (*path, "versions"),
            service,
            found=f"{type(service.runs).__name__}(...) and versions=[...]",
            expected="one of the two",
            fix=f'move it into Version("v1", {type(service.runs).__name__}(...))',
        )
    versions = list(dict.fromkeys(version.name for version in service.versions))
    if len(versions) > 1 and not service.routes:
        listed = ", ".join(f'"{name}"' for name in versions)
        weights = {name: 0 if index else 100 for index, name in enumerate(versions)}
        context.report(
            "MW107",
            (*path, "routes"),
            service,
            found=f"the versions {listed} and no route",
            expected="a route with a weight for each version",
            fix=f"write {source.argument('routes', [Route('main', to=weights)])}",
        )
    context.services[service.name] = context.routers[service.name] = mappings_of(service)
    for version in versions_of(service):
        context.nodes[names.node(service.name, version.name)] = mappings_of(service)


def resolve(context: Context, service: Service, path: Path) -> Parts:
    """The virtual service, the virtual router and the virtual nodes of a service."""
    health_check.check(context, service.health_check, service.protocol, path)
    listeners = mappings_of(service)
    tcp = is_tcp(service.protocol)
    own = policy.inherit(service, context.inherited(tcp=tcp), tcp=tcp)
    versions = {version.name: names.node(service.name, version.name) for version in versions_of(service)}
    resolved = routes.resolve(
        context,
        service.routes,
        (*path, "routes"),
        listeners=listeners,
        versions=versions,
        inherited=own,
    )
    if not service.routes and len(versions) == 1:
        node = next(iter(versions.values()))
        resolved = (routes.only("main", node, listeners[0], own, origin(service, path)),)
    nodes = [_node(context, service, index, path, resolved, own.timeout) for index in range(len(versions_of(service)))]
    virtual_service = model.VirtualService(
        service.name,
        tuple(names.domains(service.name, context.mesh)),
        service.name,
        None,
        None,
        origin(service, path),
    )
    return virtual_service, model.VirtualRouter(service.name, listeners, resolved, origin(service, path)), nodes


def _node(
    context: Context,
    service: Service,
    index: int,
    path: Path,
    resolved: Sequence[model.Route],
    own_timeout: model.Timeouts,
) -> model.VirtualNode:
    version = versions_of(service)[index]
    name = names.node(service.name, version.name)
    towards = [route.policy.timeout for route in resolved if any(node == name for node, _ in route.nodes)]
    outside = isinstance(version.runs, Host | LambdaFunction)
    listener = model.Listener(
        port=service.port or 0,
        protocol=service.protocol,
        timeout=timeout.longest(towards, own_timeout),
        health_check=health_check.resolve(service.health_check, service.protocol, outside=outside),
        outlier_detection=outlier_detection.resolve(service.outlier_detection),
        connection_pool=connection_pool.resolve(service.connection_pool),
        origin=origin(service, path),
    )
    return model.VirtualNode(
        name=name,
        service=service.name,
        version=version.name,
        listeners=(listener,),
        backends=tuple(str(backend) for backend in service.calls),
        runs=workload.resolve(version.runs, service.port),
        access_log=access_log.resolve(service.access_log, context.access_log),
        origin=origin(version, (*path, "versions", index)) if service.versions else origin(service, path),
    )
