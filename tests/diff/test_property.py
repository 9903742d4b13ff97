"""Complete and minimal: no request whose fate changes lies outside of the reported classes, none inside is unchanged.

The domain, as `meshwright.traffic.diff` says it: requests that routing sees. Left out are those that Envoy itself refuses,
health checks that it answers itself, characters that are not printable ASCII, and what a diff says that it does not tell.

`MESHWRIGHT_PAIRS` sets how many pairs each of the parts compares.
"""

import random
from collections import Counter
from operator import eq as equal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import example as explicit
from hypothesis import strategies as st

from meshwright.envoy.path import Incombinable
from meshwright.traffic import Request, explain
from meshwright.traffic.diff.changes import Changes, changes
from meshwright.traffic.diff.fate import Fate, fate
from meshwright.traffic.diff.side import Side, Sides

from .oracle import Where, aspects, everywhere, example, said
from .random_mesh import RandomMesh
from .random_pairs import RandomPairs
from .random_requests import RandomRequests

PAIRS, MANY = 150, 1000
"""How many pairs each part compares, and how many in `make soak`."""
REQUESTS = 12
"""For each listener of each proxy of a pair, most of them for hosts that either side routes in another way."""

PARTS = 4
PARTIAL = [(part, PAIRS) for part in range(PARTS)]
WHOLE = [pytest.param(part, MANY, marks=pytest.mark.soak) for part in range(PARTS)]
thorough = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False)


def side(drawn: RandomMesh) -> Side:
    try:
        return drawn.side()
    except Incombinable:  # MW111: no Envoy can say it
        assume(False)
        raise


def fates(where: Where, request: Request) -> tuple[Fate, Fate]:
    sides = (where.sides.old, where.sides.new)
    old, new = (fate(each, explain(each.snapshots[where.proxy], request, where.listener)) for each in sides)
    return old, new


def check(where: Where, found: Changes, request: Request, seen: Counter[str]) -> None:
    arrival = where.arrival(request)
    if arrival is None:
        seen["refused"] += 1
        return
    spot = where.spot(arrival.authority)
    untold = [each for each in found.untold if each.spot == spot]
    if untold:
        seen["untold"] += 1
        return
    old, new = fates(where, request)
    differing = aspects(old, new)
    telling = list(where.telling(found.requests, request))
    told = {kind for each in telling for kind in said(each)}
    assert told == differing, f"{where.proxy} {where.listener}: {request}\n{old}\n{new}\n{telling}\n{found.requests}"
    seen["changed" if differing else "unchanged"] += 1
    seen["repeated"] += bool(differing) and max(map(len, arrival.headers.values())) > 1
    seen["only repeated"] += any(each.repeats for each in telling)
    for each in found.unreachable:
        route = explain(where.sides.new.snapshots[where.proxy], request, where.listener).route or ""
        assert each.spot != spot or route.partition("/")[0] != each.route, f"{each} is reached by {request}"


def requests(where: Where, draw: random.Random) -> list[Request]:
    hosts = [domain.replace("*", draw.choice(["any", "x", "yy"])) for domain in where.domains] + ["nobody.example"]
    changed = [each for each in hosts if not equal(*where.hosts(each))] or hosts
    asked = []
    for _ in range(REQUESTS if len(where.domains) > 1 else 2):
        authority = draw.choice(changed if draw.random() < 0.8 else hosts)
        routes = [route for host in where.hosts(authority) if host for route in host["routes"]]
        asked.append(RandomRequests(draw.getrandbits(32), routes, authority, where.port is None).request())
    return asked


SEEN: Counter[str] = Counter()


@pytest.mark.parametrize(("part", "pairs"), [*PARTIAL, *WHOLE])
def test_a_request_is_told_of_exactly_if_its_fate_changes(part: int, pairs: int) -> None:
    @settings(thorough, max_examples=pairs)
    @given(st.integers(0, 2**48), st.integers(1, 4))
    @explicit(394089, 1)  # part 2: a gateway that merges slashes never sees the one path that both sides rewrite alike
    def compare(seed: int, mutations: int) -> None:
        draw = RandomPairs(seed * PARTS + part)
        old, new = draw.pair(mutations)
        sides = Sides(side(old), side(new))
        found = changes(sides)
        seen["pairs"] += 1
        for where in everywhere(sides):
            for request in requests(where, draw.random):
                check(where, found, request, seen)
        shapes(sides, found)

    seen: Counter[str] = Counter()
    compare()
    print(dict(seen))
    assert seen["pairs"] >= pairs * 0.5
    assert seen["changed"] > pairs
    assert seen["repeated"] > pairs * 0.1
    assert seen["refused"] + seen["untold"] < 0.02 * seen["unchanged"]


def shapes(sides: Sides, found: Changes) -> None:
    """What holds of every diff: classes are distinct, and the example of a change shows it."""
    rows = [(each.spot, each.callers, each.hosts, each.what, each.requests) for each in found.requests]
    assert len(set(rows)) == len(rows)
    for change in found.requests:
        assert len(set(change.requests)) == len(change.requests)
        if not change.requests:
            continue
        wheres = [
            each
            for each in everywhere(sides)
            if each.proxy == (change.callers[0] if change.callers else change.spot.name)
            and each.port == change.spot.port
        ]
        (where,) = wheres
        request = example(change)
        assert change in list(where.telling(found.requests, request)), (change, request)
        assert said(change) <= aspects(*fates(where, request)), (change, request)


def test_a_mesh_and_itself() -> None:
    for seed in range(100):
        try:
            sides = Sides(RandomPairs(seed).mesh().side(), RandomPairs(seed).mesh().side())
        except Incombinable:
            continue
        assert changes(sides) == Changes((), (), ())
