"""MW101: names and ports that appear twice."""

from collections.abc import Iterable

from meshwright import names
from meshwright.description import Service
from meshwright.description.mesh import Mesh
from meshwright.description.written import Written, place_of
from meshwright.plan.resolve import service
from meshwright.plan.resolve.context import Context, Path

_OWN = names.APPLICATION.rstrip("_")

Named = tuple[Path, Written, str]
"""A part of the description: its path, the object, and a name that it takes."""


def check(context: Context, mesh: Mesh) -> None:
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
    for path, written, name in _named(mesh, "virtual_nodes"):
        if name.lower() == _OWN:
            context.report(
                "MW101",
                (*path, "name"),
                written,
                found=f'a virtual node "{name}"',
                expected=f'another name: "{_OWN}" is what each Envoy calls the application of its own task',
                fix="rename it",
            )
    for path, each, _ in _named(mesh, "virtual_routers", "virtual_nodes", "virtual_gateways"):
        listeners = enumerate(each.listeners)  # type: ignore[attr-defined]
        ports = [((*path, "listeners", index), listener, str(listener.port)) for index, listener in listeners]
        _unique(context, "listener on port", ports, "port")


def check_gateway_ports(context: Context, mesh: Mesh) -> None:
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
    """Reports each name that appeared before, and returns these parts. Capitals apart: host names do not know them."""
    first: dict[str, tuple[str, Written]] = {}
    twice = []
    fix = "rename one of them" if field == "name" else f"choose another {field} for one of them"
    for path, written, name in named:
        if name.lower() not in first:
            first[name.lower()] = (name, written)
            continue
        other, known = first[name.lower()]
        twice.append((path, written, name))
        context.report(
            "MW101",
            (*path, field),
            written,
            found=f'a second {kind} "{name}"; the first is at {place_of(known)}',
            expected=f'one {kind} "{name}"' + ("" if other == name else ", capitals apart"),
            fix=fix,
        )
    return twice
