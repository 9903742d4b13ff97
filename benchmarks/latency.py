"""What two of our Envoys in a row cost a request, against two with the least possible configuration.

Ours: the outbound side of a caller and the inbound side of a callee, compiled from a description and started as
`meshwright local` starts them, once with the access log and once without. Theirs: one listener, one route, one cluster,
no admin port. Each Envoy has one worker. Behind all of them one more Envoy answers at once. One client keeps one
connection to each of the three and asks fifty times each in turn, until each has 1,500 answers: one round. Eleven rounds
follow one that does not count. Of each round the ratio of the medians is taken, and the figure is the median of these
ratios: rounds differ more on a shared machine than what is compared within one.
"""

from collections.abc import Mapping
from contextlib import ExitStack
from statistics import median

from benchmarks import meshes, plain
from benchmarks.client import Client, wait_until_answered
from benchmarks.figure import Figure, spread
from benchmarks.processes import Processes, free_ports, placed
from meshwright import plan

NAME = "latency"
ROUNDS = 11
REQUESTS = 1500
IN_TURN = 50
OURS = {"without access log": 1.1, "with access log": 1.2}
"""What is compared with the plain ones, and the target of its ratio."""


def run() -> list[Figure]:
    """Starts nine Envoys and asks them."""
    with Processes() as processes:
        ports = {"plain": _plain(processes)} | {name: _ours(processes, name) for name in OURS}
        with ExitStack() as opened:
            clients = {}
            for name, port in ports.items():
                wait_until_answered(port, "api")
                clients[name] = opened.enter_context(Client(port, "api"))
            rounds = [_round(clients) for _ in range(ROUNDS + 1)][1:]
    figures = []
    for name, target in OURS.items():
        ratios = [each[name] / each["plain"] for each in rounds]
        figures.append(
            Figure(NAME, f"p50 over that of plain Envoys, {name}", median(ratios), "×", target, spread(ratios, ""))
        )
    for name in clients:
        values = [each[name] for each in rounds]
        figures.append(
            Figure(NAME, f"p50 through two Envoys, {name}", median(values), "ms", None, spread(values, "ms"))
        )
    return figures


def _plain(processes: Processes) -> int:
    first, second, last = free_ports(3)
    processes.plain("plain-callee", plain.answering({last: "hello"}))
    processes.plain("plain-inbound", plain.forwarding(second, last))
    processes.plain("plain-outbound", plain.forwarding(first, second))
    return first


def _ours(processes: Processes, name: str) -> int:
    decided = plan.resolve(meshes.caller_and_callee(access_log=name == "with access log"))
    where = placed(decided)
    texts = {each.site.application[8080].port: "hello" for each in where.instances}
    processes.plain(f"callee {name}", plain.answering(texts))
    for instance in where.instances:
        processes.run(decided, where, instance, name, "envoy")
    outbound = where.instances[0].site.outbound
    assert outbound is not None
    return outbound.port


def _round(clients: Mapping[str, Client]) -> dict[str, float]:
    """The median of each in milliseconds."""
    times: dict[str, list[int]] = {name: [] for name in clients}
    for _ in range(REQUESTS // IN_TURN):
        for name, client in clients.items():
            times[name] += [client.ask()[0] for _ in range(IN_TURN)]
    return {name: median(values) / 1e6 for name, values in times.items()}
