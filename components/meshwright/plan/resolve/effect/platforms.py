"""Options of the platform, and of what surrounds a mesh."""

from collections.abc import Callable, Iterator, Mapping

from meshwright import names
from meshwright.description.delivery import Inline
from meshwright.description.environment import Environment
from meshwright.description.platform import Ec2, Fargate, Local
from meshwright.description.workload import Process
from meshwright.plan.resolve.effect.unused import OUTSIDE, Unused
from meshwright.plan.resolve.service import versions_of

_ON_AWS = ("images", "logs", "delivery")


def platform(environment: Environment) -> Iterator[Unused]:
    """What this machine does not have, and sizes and processes of what needs none."""
    where = environment.platform
    if isinstance(where, Local):
        yield from _on_this_machine(environment)
        needs_none = (*OUTSIDE, Process)
        yield from _named(environment, "processes", where.processes, lambda runs: isinstance(runs, needs_none))
    elif isinstance(where, Fargate | Ec2):
        yield from _named(environment, "tasks", where.tasks, lambda runs: isinstance(runs, OUTSIDE))
        yield from _delivery(environment)


def _on_this_machine(environment: Environment) -> Iterator[Unused]:
    for field in _ON_AWS:
        if getattr(environment, field) is not None:
            yield Unused(
                (field,),
                environment,
                f"{field} on the platform Local",
                "a platform on AWS, which has them",
                "leave it out here, or write platform=Fargate(...)",
            )


def _named(
    environment: Environment, field: str, values: Mapping[str, object], needs_none: Callable[[object], bool]
) -> Iterator[Unused]:
    """Entries of a platform whose name stands for nothing that needs one. Unknown names are MW112."""
    known = _runs(environment)
    for name in values:
        if name in known and all(map(needs_none, known[name])):
            runs = type(known[name][0]).__name__
            yield Unused(
                ("platform", field, name),
                environment.platform,
                f'"{name}", which runs {runs}(...)',
                "a version that runs a container",
                "leave it out",
            )


def _runs(environment: Environment) -> dict[str, list[object]]:
    """What runs by the name of each service, version and virtual node."""
    found: dict[str, list[object]] = {}
    for service in environment.mesh.services:
        for version in versions_of(service):
            found.setdefault(service.name, []).append(version.runs)
            found.setdefault(names.node(service.name, version.name), []).append(version.runs)
    for node in environment.mesh.virtual_nodes:
        found.setdefault(node.name, []).append(node.runs)
    return found


def _delivery(environment: Environment) -> Iterator[Unused]:
    images = environment.images
    if isinstance(environment.delivery, Inline) and images and images.appconfig_agent:
        yield Unused(
            ("images", "appconfig_agent"),
            images,
            "an image of the AppConfig Agent with delivery=Inline()",
            "no such image: configuration is in the task definition",
            "leave it out, or leave delivery=Inline() out",
        )
