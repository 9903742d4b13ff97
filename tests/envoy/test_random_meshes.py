"""Random meshes: what the compiler makes of them is what the plan says, and what `explain` says is what Envoy does."""

import pytest

from meshwright.envoy.path import Incombinable
from meshwright.plan import Plan
from meshwright.targets import network
from meshwright.traffic import Explanation, Request, explain
from meshwright.traffic.header_changes import applied

from .explain_harness import agree
from .mesh_answers import Answered
from .mesh_answers import explained as answer
from .mesh_draw import HOSTS, Asked, MeshDraw
from .mesh_fate import OWN, Fate, from_node, headers, through_gateway
from .mesh_faults import explained


def meshes(seed: int, count: int) -> list[tuple[MeshDraw, Plan]]:
    """So many meshes; those that cannot be expressed (MW111) are drawn again."""
    found: list[tuple[MeshDraw, Plan]] = []
    while len(found) < count:
        draw = MeshDraw(seed)
        seed += 1000
        plan = draw.plan()
        try:
            network(plan).snapshots(plan)
        except Incombinable:
            continue
        found.append((draw, plan))
    return found


def asked(draw: MeshDraw, host: str) -> tuple[Asked, Request]:
    drawn = draw.request()
    return drawn, Request.parse(
        drawn.method, f"http://{host}{drawn.url}", [f"{k}: {v}" for k, v in drawn.headers.items()]
    )


def fate(said: Explanation, request: Request) -> Fate | Answered | None:
    answered = headers(lambda name: applied(said.response_headers, name, OWN))
    if not said.destinations:
        return answer(said, answered)
    nodes = frozenset(each.cluster.rpartition("_")[0] for each in said.destinations if each.share)
    sent = headers(lambda name: applied(said.request_headers, name, request.values(name)))
    path = (said.path or "").partition("?")[0]
    return Fate(said.route or "", nodes, path, said.destinations[0].host, sent, answered, explained(said))


@pytest.mark.parametrize("seed", range(20))
def test_the_compiled_mesh_means_what_the_plan_says(seed: int) -> None:
    routed = answers = 0
    for draw, plan in meshes(seed, 20):
        snapshots = network(plan).snapshots(plan)
        for _ in range(25):
            host = draw.random.choice(HOSTS)
            drawn, request = asked(draw, host)
            expected = through_gateway(plan, drawn, host)
            assert fate(explain(snapshots["gateway"], request), request) == expected, (plan, request)
            routed += expected is not None
            answers += isinstance(expected, Answered)
            service = draw.random.choice(["s1", "s2", "s3"])
            drawn, request = asked(draw, service)
            found = fate(explain(snapshots["s0-v1"], request, listener="outbound"), request)
            assert found == from_node(plan, drawn, service), (plan, request)
            routed += found is not None
    assert routed > 100
    assert answers > 20


@pytest.mark.parametrize("seed", range(8))
def test_explain_says_what_envoy_does(seed: int) -> None:
    pairs = 0
    for draw, plan in meshes(seed + 100, 4):
        snapshots = network(plan).snapshots(plan)
        for proxy, hosts in (("gateway", HOSTS), ("s0-v1", ["s1", "s2", "s3", "nobody"])):
            requests = [asked(draw, draw.random.choice(hosts))[1] for _ in range(40)]
            found = agree(snapshots[proxy], requests)
            assert not found, "\n".join(map(str, found[:5]))
            pairs += len(requests)
    print(f"{pairs} pairs")
    assert pairs == 320
