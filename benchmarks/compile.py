"""How long it takes to decide and compile a whole mesh, and how much memory.

A mesh with two versions and five backends a service is described, resolved, checked and compiled for every proxy on
Fargate, in one process. Each size runs several times, every time in a new process, because the first check of a process
is the dearest; times are medians of these processes. Counted are `plan.resolved`, `checks.advise` and the compilation of
every proxy. Not counted, and shown apart: importing, constructing the description, writing every bundle. Memory is the
peak of the process after compiling, all of Python and the imports included. `json.dumps` of the same snapshots is shown
to compare with: it does nothing but write the text.

`python -m benchmarks.compile SERVICES [--profile]` measures in its own process and prints JSON, or where the time goes.
"""

import json
import subprocess
import sys
import time
from statistics import median

from benchmarks.figure import Figure, spread

NAME = "compile"
SMALL, LARGE = 200, 2000
RUNS = {SMALL: 9, LARGE: 5}


def run() -> list[Figure]:
    """Measures both sizes."""
    found = {size: [_in_new_process(size) for _ in range(runs)] for size, runs in RUNS.items()}
    times = {size: [_counted(each) for each in each_run] for size, each_run in found.items()}
    ratio = median(times[LARGE]) / median(times[SMALL])
    figures = [
        _figure(f"resolve, check, compile {SMALL} services", times[SMALL], "s", 0.5),
        _figure(f"peak memory with {SMALL} services", [each["memory"] for each in found[SMALL]], "MB", 200),
        _figure(f"resolve, check, compile {LARGE} services", times[LARGE], "s", 5),
        Figure(NAME, "ten times the services, times the time", ratio, "", 13, "of the medians; linear is 10"),
        _figure(f"peak memory with {LARGE} services", [each["memory"] for each in found[LARGE]], "MB"),
    ]
    large = found[LARGE]
    figures += [
        _figure(f"import, and construct {LARGE} services", [each["import"] + each["construct"] for each in large], "s"),
        *(_figure(f"of which {step}, {LARGE} services", [each[step] for each in large], "s") for step in _COUNTED),
        _figure(f"write the bundles of {LARGE} services", [each["bundles"] for each in large], "s"),
        Figure(
            NAME,
            "compile against json.dumps of the same",
            median(_counted(each) / each["json"] for each in large),
            "×",
            detail=f"{LARGE} services",
        ),
    ]
    return figures


_COUNTED = ("resolve", "check", "compile")


def _counted(measured: dict[str, float]) -> float:
    return sum(measured[step] for step in _COUNTED)


def _figure(name: str, values: list[float], unit: str, at_most: float | None = None) -> Figure:
    return Figure(NAME, name, median(values), unit, at_most, spread(values, unit, 0 if unit == "MB" else 2))


def _in_new_process(services: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.compile", str(services)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, timeout=120)
    values: dict[str, float] = json.loads(done.stdout)
    return values


class _Steps:
    """Seconds by step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def done(self, step: str) -> None:
        now = time.perf_counter()
        self.seconds[step] = now - self._last
        self._last = time.perf_counter()


def measure(services: int) -> dict[str, float]:
    """Seconds by step, and the peak of this process's memory in MB before bundles are written."""
    steps = _Steps()
    from benchmarks import meshes
    from meshwright import checks, plan
    from meshwright.delivery import bundle
    from meshwright.targets import loopback

    steps.done("import")
    environment = meshes.of_size(services)
    steps.done("construct")
    decided, problems = plan.resolved(environment)
    steps.done("resolve")
    if decided is None or problems:
        raise SystemExit(f"the description is wrong: {problems[:3]}")
    advice = checks.advise(decided)
    steps.done("check")
    snapshots = loopback.network(decided).snapshots(decided)
    steps.done("compile")
    steps.seconds["memory"] = _peak_memory()
    steps.done("between")
    texts = [bundle.write(snapshot) for snapshot in snapshots.values()]
    steps.done("bundles")
    for each in snapshots.values():
        json.dumps([dict(each.clusters), dict(each.listeners), dict(each.routes)])
    steps.done("json")
    if advice or len(texts) != 2 * services + 1:
        raise SystemExit(f"not what was to be measured: {len(texts)} proxies, {advice[:3]}")
    return steps.seconds


def _peak_memory() -> float:
    """In MB. Linux counts the parent's peak in `ru_maxrss` as well, so its own page is read where there is one."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM:")) / 1e6
    except (OSError, StopIteration):
        import resource

        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def _profile(services: int) -> None:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(measure, services)
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    if "--profile" in sys.argv:
        _profile(int(sys.argv[1]))
    else:
        print(json.dumps(measure(int(sys.argv[1]))))
