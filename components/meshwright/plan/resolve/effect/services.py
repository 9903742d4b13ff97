"""Options of services and their routes."""

from collections.abc import Iterator

from meshwright.description.environment import Environment
from meshwright.description.service import Service
from meshwright.plan.resolve.answer import answers
from meshwright.plan.resolve.context import Path
from meshwright.plan.resolve.effect.answers import answer
from meshwright.plan.resolve.effect.unused import (
    OUTSIDE,
    Unused,
    connection_pool,
    fault,
    header_changes,
    health_check,
    mirror,
    rate_limit,
    retry,
    timeout,
)


def services(environment: Environment) -> Iterator[Unused]:
    """The options of each service."""
    for index, each in enumerate(environment.mesh.services):
        path: Path = ("mesh", "services", index)
        yield from retry(each.retry, (*path, "retry"), each, [each.protocol])
        yield from timeout(each.timeout, (*path, "timeout"), each, [each.protocol])
        yield from fault(each.fault, (*path, "fault"), each, [each.protocol])
        yield from rate_limit(each.rate_limit, (*path, "rate_limit"), each, [each.protocol])
        yield from header_changes(each, path, [each.protocol])
        yield from health_check(each.health_check, (*path, "health_check"), each.protocol)
        yield from connection_pool(each.connection_pool, (*path, "connection_pool"), each.protocol)
        for at, route in enumerate(each.routes):
            if answers(route):
                yield from answer(route, (*path, "routes", at))
                continue
            yield from retry(route.retry, (*path, "routes", at, "retry"), route, [each.protocol])
            yield from timeout(route.timeout, (*path, "routes", at, "timeout"), route, [each.protocol])
            yield from fault(route.fault, (*path, "routes", at, "fault"), route, [each.protocol])
            yield from rate_limit(route.rate_limit, (*path, "routes", at, "rate_limit"), route, [each.protocol])
            yield from mirror(route.mirror, (*path, "routes", at, "mirror"), route, [each.protocol])
            yield from header_changes(route, (*path, "routes", at), [each.protocol])
        if _is_outside(each):
            yield from of_an_envoy(each, path, access_log=each.access_log, calls=each.calls)


def of_an_envoy(written: object, path: Path, **values: object) -> Iterator[Unused]:
    """Options that only an Envoy beside the application carries out, by their fields, where there is none."""
    for field, value in values.items():
        if value and value != "off":
            yield Unused(
                (*path, field),
                written,
                f"{field} of what runs outside the mesh",
                "no such option: there is no Envoy beside it to carry it out",
                "leave it out; the Envoys of its callers have theirs",
            )


def _is_outside(service: Service) -> bool:
    runs = [each.runs for each in service.versions] or [service.runs]
    return all(isinstance(each, OUTSIDE) for each in runs)
