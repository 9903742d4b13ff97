"""The declared split of requests between versions, compared with the observed one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from meshwright.cli.chi_square import LEAST_EXPECTED, LEVEL, p_value
from meshwright.cli.routing import Routing, names_host
from meshwright.traffic import Explanation

Shares = Mapping[str, float]
Verdict = Literal["as declared", "not as declared", "too few to say", "not seen", "several routes"]


@dataclass(frozen=True)
class Split:
    """One virtual service: the share of each of its nodes, the observed requests, and the chi-square verdict.

    `p_value` is None if there is no test; the verdict then says why.
    """

    service: str
    shares: Shares
    observed: Mapping[str, int]
    verdict: Verdict
    p_value: float | None = None
    needed: int | None = None
    """The number of requests that the test needs, if there were too few."""


def declared(routing: Routing, gateway: str, path: str, headers: Sequence[str], port: int) -> dict[str, list[Shares]]:
    """The shares that the weights give a request to a gateway, for every virtual service that it reaches, by service.

    Behind the first service they follow the sample service: each node calls all of its HTTP backends at "/" and forwards
    the headers. A service with several shares is reached by several routes.
    """
    found: dict[str, list[Shares]] = defaultdict(list)
    arrivals = [routing.arrive(gateway, routing.request(gateway, "GET", path, headers, port), port)]
    forwarded = [each for each in headers if not names_host([each])]
    seen: set[str] = set()
    while arrivals:
        said = arrivals.pop()
        shares = _shares(routing, said)
        service = said.metadata.get("virtual_service")
        if service is not None and shares and shares not in found[service]:
            found[service].append(shares)
        for node in shares.keys() - seen:
            seen.add(node)
            calls = [routing.request(node, "GET", url, forwarded) for url in _backends(routing, node)]
            arrivals += [routing.arrive(node, each) for each in calls]
    return dict(found)


def judged(routing: Routing, shares: Mapping[str, Sequence[Shares]], calls: Mapping[str, int]) -> list[Split]:
    """The verdict for each service. `calls`: how often each node answered."""
    return [_judged(routing, service, each, calls) for service, each in shares.items()]


def _judged(routing: Routing, service: str, several: Sequence[Shares], calls: Mapping[str, int]) -> Split:
    shares = several[0]
    nodes = {node.name for node in routing.plan.virtual_nodes if node.service == service} | shares.keys()
    observed = {node: calls[node] for node in sorted(nodes) if calls.get(node)}
    total = sum(observed.values())
    if len(several) > 1:
        return Split(service, shares, observed, "several routes")
    if not total:
        return Split(service, shares, observed, "not seen")
    least = min(shares.values())
    stray = observed.keys() - shares.keys()
    if len(shares) > 1 and total * least < LEAST_EXPECTED and not stray:
        return Split(service, shares, observed, "too few to say", needed=ceil(LEAST_EXPECTED / least))
    chance = p_value(observed, shares)
    return Split(service, shares, observed, "as declared" if chance >= LEVEL else "not as declared", chance)


def _shares(routing: Routing, said: Explanation) -> Shares:
    shares: dict[str, float] = defaultdict(float)
    for each in said.destinations:
        node = routing.node(each)
        if node is not None and each.share > 0:
            shares[node[0]] += each.share
    return dict(shares)


def _backends(routing: Routing, node: str) -> list[str]:
    found = routing.index.nodes[node]
    index = routing.index
    web = [backend for backend in found.backends if not index.is_tcp(backend)] if found.has_proxy else []
    return [f"http://{backend}:{index.listeners(backend)[0].port}/" for backend in web]
