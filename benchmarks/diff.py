"""How long it takes to compare two environments of 200 services.

Both are resolved, compiled, and then compared whole: requests, parts, reach and verdicts. What differs is one weight, the
weights of every service, or those of every seventh of fifty routes of one service, which go by prefixes, regular
expressions and headers. Counted is the processor's time, for nothing is waited for, and a machine that does other things at
once changes that least.

`python -m benchmarks.diff [--profile]` prints the same as JSON, or where the time goes.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from benchmarks import meshes
from benchmarks.figure import Figure, spread
from meshwright import Environment, Route, header, path, plan
from meshwright.targets import ecs
from meshwright.traffic.diff import Diff, Side, Sides, compare

NAME = "diff"
SERVICES, RUNS, TARGET = 200, 5, 2.0


def run() -> list[Figure]:
    """Measures all three."""
    figures = []
    for name, values in measure().items():
        figures.append(Figure(NAME, f"{SERVICES} services: {name}", median(values), "s", TARGET, spread(values, "s")))
    return figures


def measure(runs: int = RUNS) -> dict[str, list[float]]:
    """Seconds of each run, by what differs."""
    return {name: [_seconds(*pair(), expected) for _ in range(runs)] for name, (pair, expected) in _PAIRS.items()}


def _seconds(old: Environment, new: Environment, expected: int) -> float:
    start = time.process_time()
    found = _compared(old, new)
    taken = time.process_time() - start
    if len(found.changes.requests) != expected or found.changes.untold:
        raise SystemExit(f"not what was to be measured: {found.changes.requests[:3]}, {found.changes.untold}")
    return taken


def _compared(old: Environment, new: Environment) -> Diff:
    return compare(Sides(_side(old), _side(new)))


def _side(environment: Environment) -> Side:
    decided = plan.resolve(environment)
    network = ecs.network(decided)
    return Side(decided, network.endpoints, network.sites)


def _with(routes: Sequence[Route], *, last: int) -> Environment:
    """The mesh, of which the last so many services have these routes."""
    environment = meshes.of_size(SERVICES)
    services = list(environment.mesh.services)
    services[-last:] = [replace(each, routes=routes) for each in services[-last:]]
    return replace(environment, mesh=replace(environment.mesh, services=services))


def _two(canary: int) -> list[Route]:
    main = Route("main", to={"v1": 100 - canary, "v2": canary})
    return [Route("beta", when=header("x-beta").equals("yes"), to="v2"), main]


def _fifty(canary: int) -> list[Route]:
    routes = []
    for number in range(49):
        when = [
            [path.starts_with(f"/api/thing-{number}"), header("x-tenant").equals(f"tenant-{number}")],
            [path.matches(f"/api/v[0-9]+/{number}(/.*)?"), header("x-kind").matches(f"(a|b)-{number}.*")],
            [path.starts_with(f"/pages/{number}")],
        ][number % 3]
        routes.append(Route(f"route-{number}", when=when, to=_two(canary if number % 7 == 0 else 10)[-1].to))
    return [*routes, _two(10)[-1]]


_PAIRS: dict[str, tuple[Callable[[], tuple[Environment, Environment]], int]] = {
    "one weight": (lambda: (_with(_two(10), last=1), _with(_two(20), last=1)), 1),
    "every weight": (lambda: (_with(_two(10), last=SERVICES), _with(_two(20), last=SERVICES)), SERVICES + 1),
    "one service with 50 routes": (lambda: (_with(_fifty(10), last=1), _with(_fifty(20), last=1)), 1),
}


if __name__ == "__main__":
    if "--profile" in sys.argv:
        import cProfile

        cProfile.run("measure(1)", sort="tottime")
    else:
        print(json.dumps(measure()))
