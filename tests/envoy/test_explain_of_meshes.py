"""What `explain` says of random configurations, and of every golden one, is what a real Envoy does."""

import json
import re

import pytest
from tests.cases.golden import goldens

from meshwright.envoy.snapshot import Snapshot
from meshwright.traffic import Request

from .explain_draw import Draw
from .explain_harness import agreed
from .explain_near import near
from .validate import merged


@pytest.mark.parametrize("seed", range(4))
def test_random_routes(seed: int) -> None:
    draw = Draw(seed)
    assert agreed(draw.snapshot(listeners=25), [draw.request() for _ in range(60)]) == 1500


def test_compiled_meshes() -> None:
    """Every golden configuration, all in one Envoy. Hosts that are given later are filled in, as when provisioning."""
    given = re.sub(r"\$\{given:(\w+)\}", r"\1.example", json.dumps(merged(goldens())))
    snapshot = Snapshot("goldens", json.loads(given))
    hosts = {
        domain for routes in snapshot.routes.values() for host in routes["virtual_hosts"] for domain in host["domains"]
    }
    draw = Draw(0, hosts=sorted(hosts - {"*"}))
    health = Request("GET", "/.well-known/meshwright/health", (("host", "anything"),))
    assert agreed(snapshot, [health, *near(snapshot, 0, 30), *(draw.request() for _ in range(10))]) > 2000
