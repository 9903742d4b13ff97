"""How long it takes from a written bundle to changed behaviour.

A real Envoy and the real agent, started as `meshwright local` starts them, with the agent's usual settings. The bundles
differ in the weights of one route only: 100/0, then 0/100, and back. One client asks each millisecond on one connection,
through the Envoy. Time runs from the rename that puts the bundle where the agent looks to the first answer of the other
version. A random pause before each change keeps it from meeting the agent's polling always at the same moment. Every
answer must be 200.
"""

import os
import random
import time
from statistics import median

from benchmarks import meshes, plain
from benchmarks.client import Client
from benchmarks.figure import Figure
from benchmarks.processes import Processes, placed
from meshwright import plan
from meshwright.delivery import bundle
from meshwright.local import task

NAME = "reload"
CHANGES = 20
PATIENCE = 10.0


def run() -> list[Figure]:
    """Changes the weights twenty times."""
    plans = {f"v{1 + share // 100}": plan.resolve(meshes.caller_and_callee(canary=share)) for share in (0, 100)}
    where = placed(plans["v1"])
    web, *callees = where.instances
    bundles = {version: bundle.write(where.snapshots(decided)[web.name]) for version, decided in plans.items()}
    with Processes() as processes:
        answers = {each.site.inbound[8080].port: each.proxy.removeprefix("api-") for each in callees}
        processes.plain("callees", plain.answering({**answers, web.site.application[8080].port: "web"}))
        proxy = processes.run(plans["v1"], where, web, "web", "envoy", "agent")
        proxy.wait_in_force(bundle.version(bundles["v1"]))
        proxy.wait_healthy()
        source = task.source(processes.folder / "web", web.name)
        draft = source.with_name("draft")
        assert web.site.outbound is not None
        seconds = []
        with Client(web.site.outbound.port, "api") as client:
            for change in range(CHANGES):
                version = ("v2", "v1")[change % 2]
                draft.write_text(bundles[version])
                _ask_until(client, None, random.uniform(0.1, 0.5))
                began = time.perf_counter()
                os.replace(draft, source)
                _ask_until(client, version.encode(), PATIENCE)
                seconds.append(time.perf_counter() - began)
                proxy.wait_in_force(bundle.version(bundles[version]))
    shown = " ".join(f"{each:.2f}" for each in sorted(seconds))
    return [
        Figure(NAME, "written bundle to changed weights, median", median(seconds), "s", 0.5, shown),
        Figure(NAME, "written bundle to changed weights, slowest", max(seconds), "s", 0.5),
    ]


def _ask_until(client: Client, version: bytes | None, seconds: float) -> None:
    """Asks until this version answers, or for so long. Raises TimeoutError if a wanted version does not come."""
    deadline = time.perf_counter() + seconds
    while time.perf_counter() < deadline:
        if client.ask()[1] == version:
            return
        time.sleep(0.001)
    if version is not None:
        raise TimeoutError(f"{version.decode()} did not answer within {seconds:.0f} s")
