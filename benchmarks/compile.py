"""How long it takes to decide and compile a whole mesh, and how much memory.

A mesh with two versions and five backends a service is described, resolved, checked and compiled for every proxy on
Fargate, in one process. Each size runs several times, every time in a new process, for the first check of a process
is the dearest; times are medians of these processes. Counted are `plan.try_resolve`, `checks.advise` and the
compilation of every proxy. Not counted, and shown apart: importing, constructing the description, writing every
bundle. The whole path is all but the import, for each kind of capture. Memory is the peak of the whole process after
compiling. Growth is the ratio of the processor's time for the counted steps, for a machine that does other things at
once changes that least; it would be 10 if nothing were paid once and no more for more memory. `json.dumps` of the
same snapshots is there to compare with other machines.

`python -m benchmarks.compile SERVICES [loopback] [--profile]` measures in its own process and prints JSON, or where the
time goes.
"""

import json
import subprocess
import sys
import time
from collections.abc import Mapping
from statistics import median
from typing import Literal

from benchmarks.figure import Figure, spread

NAME = "compile"
SMALL, LARGE = 200, 2000
RUNS = {SMALL: 9, LARGE: 5}
_COUNTED = ("resolve", "check", "compile")
Capture = Literal["transparent", "loopback"]
_WHOLE = ("construct", *_COUNTED, "write bundles")


def run() -> list[Figure]:
    """Measures both sizes."""
    found = {size: [_in_new_process(size) for _ in range(runs)] for size, runs in RUNS.items()}
    times = {size: [_counted(each) for each in measured] for size, measured in found.items()}
    small, large = (median(each["processor"] for each in found[size]) for size in RUNS)
    figures = []
    for size, seconds, megabytes in ((SMALL, 0.5, 200), (LARGE, 5, None)):
        memory = [each["memory"] for each in found[size]]
        figures.append(_figure(f"{size:,} services: resolve, check, compile", times[size], "s", seconds))
        figures.append(_figure(f"{size:,} services: peak memory", memory, "MB", megabytes))
    figures.append(Figure(NAME, "ten times the services, so many times the time", large / small, "×", 13))
    for step in ("import", "construct", *_COUNTED, "write bundles"):
        figures.append(_figure(f"{LARGE:,} services: {step}", [each[step] for each in found[LARGE]], "s"))
    ratios = [_counted(each) / each["json.dumps"] for each in found[LARGE]]
    figures.append(Figure(NAME, "counted time over json.dumps", median(ratios), "×", None, spread(ratios, "")))
    return [*figures, *_whole_path("transparent", found), *_whole_path("loopback", _loopback())]


def _loopback() -> dict[int, list[dict[str, float]]]:
    return {size: [_in_new_process(size, "loopback") for _ in range(3)] for size in RUNS}


def _whole_path(capture: str, found: Mapping[int, list[dict[str, float]]]) -> list[Figure]:
    """From the description to the text of every bundle, for one kind of capture."""
    times = [sum(each[step] for step in _WHOLE) for each in found[LARGE]]
    small, large = (median(each["whole processor"] for each in found[size]) for size in RUNS)
    growth = f"ten times the services, {capture} capture: description to every bundle"
    return [
        _figure(f"{LARGE:,} services, {capture} capture: description to every bundle", times, "s", 3),
        Figure(NAME, growth, large / small, "×", 13),
    ]


def _counted(measured: dict[str, float]) -> float:
    return sum(measured[step] for step in _COUNTED)


def _figure(name: str, values: list[float], unit: str, at_most: float | None = None) -> Figure:
    return Figure(NAME, name, median(values), unit, at_most, spread(values, unit, 0 if unit == "MB" else 2))


def _in_new_process(services: int, capture: str = "transparent") -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.compile", str(services), capture]
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


def measure(services: int, capture: Capture) -> dict[str, float]:
    """Seconds by step, the processor's seconds for the counted steps and for the whole path, and the peak of memory in MB
    after compiling."""
    steps = _Steps()
    from benchmarks import meshes
    from meshwright import checks, plan
    from meshwright.delivery import bundle
    from meshwright.targets import ecs

    steps.done("import")
    began = time.process_time()
    environment = meshes.of_size(services, capture)
    steps.done("construct")
    processor = time.process_time()
    decided, problems = plan.try_resolve(environment)
    steps.done("resolve")
    if decided is None or problems:
        raise SystemExit(f"the description is wrong: {problems[:3]}")
    advice = checks.advise(decided)
    steps.done("check")
    snapshots = ecs.network(decided).snapshots(decided)
    steps.done("compile")
    steps.seconds["processor"] = time.process_time() - processor
    steps.seconds["memory"] = _peak_memory()
    steps.done("between")
    texts = bundle.write_all(snapshots)
    steps.done("write bundles")
    steps.seconds["whole processor"] = time.process_time() - began
    for each in snapshots.values():
        json.dumps([dict(each.clusters), dict(each.listeners), dict(each.routes)])
    steps.done("json.dumps")
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


def _profile(services: int, capture: Capture) -> None:
    import cProfile
    import pstats

    profile = cProfile.Profile()
    profile.runcall(measure, services, capture)
    pstats.Stats(profile).sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    chosen: Capture = "loopback" if "loopback" in sys.argv else "transparent"
    if "--profile" in sys.argv:
        _profile(int(sys.argv[1]), chosen)
    else:
        print(json.dumps(measure(int(sys.argv[1]), chosen)))
