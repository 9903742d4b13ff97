"""Copies of requests: what arrived at the upstream besides the requests themselves, and what `explain` says of it.

Each cluster has an address of its own, so that the upstream sees by which one it is asked.
"""

import json
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.waiting import until

from meshwright.envoy.snapshot import Resource
from meshwright.traffic import Explanation

from .explain_wire import PAIR

Arrived = Sequence[tuple[str, str, str]]
"""Cluster, path and host of all that came of one request."""


def draw_policy(one: Callable[[Any], Any], clusters: Sequence[str]) -> Resource:
    """A policy of a random route. `one` draws one of several."""
    share = {"default_value": {"numerator": one([0, 50, 100, 100]), "denominator": "HUNDRED"}}
    host = one([{}, {"host_rewrite_literal": "copied.example"}])
    to = {"cluster": one(clusters), "disable_shadow_host_suffix_append": True, **host}
    return {**to, **one([{}, {"runtime_fraction": share}])}


def address_of(number: int) -> str:
    """The loopback address of the cluster of this number."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def arrivals(log: Path) -> Path:
    """The file of the upstream's log, beside that of the listeners."""
    return log.with_name("arrived.log")


def settle(admin: int) -> None:
    """Waits until nothing is on its way to the upstream: nobody waits for copies."""
    url = f"http://127.0.0.1:{admin}/stats?filter=upstream_rq_active$"

    def active() -> bool:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return all(line.endswith(b": 0") for line in answer.read().splitlines())

    until("no request is on its way", active)


def access_log(path: Path) -> Resource:
    """The log of the upstream, from which `read` takes what arrived."""
    form = {
        "id": f"%REQ({PAIR})%",
        "address": "%DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT%",
        "path": "%REQ(:PATH)%",
        "host": "%REQ(:AUTHORITY)%",
    }
    return {
        "name": "envoy.access_loggers.file",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog",
            "path": str(path),
            "log_format": {"json_format": form},
        },
    }


def read(path: Path, clusters: Sequence[str]) -> Mapping[str, Arrived]:
    """What arrived, by the request's id. `clusters`: their names, in the order of their numbers."""
    names = {address_of(number): name for number, name in enumerate(clusters)}
    found: dict[str, list[tuple[str, str, str]]] = {}
    for line in map(json.loads, path.read_text().splitlines()):
        found.setdefault(str(line["id"]), []).append((names[line["address"]], line["path"], line["host"]))
    return found


def copies(said: Explanation, cluster: str, host: str, arrived: Arrived) -> Iterator[tuple[str, object, object]]:
    """What is explained of copies of a request, and what arrived. `cluster`, `host`: those of the request itself, if it
    arrived."""
    found = Counter((to, asked) for to, _, asked in arrived)
    shares = {}
    if cluster:
        found[cluster, host] -= 1
        shares = {(each.cluster, each.host or host): each.share for each in said.mirrors}
        yield "one path", 1, len({path for _, path, _ in arrived})
    for copy in {*shares, *found}:
        share = shares.get(copy, 0.0)
        least, most = int(share == 1), int(share > 0)
        yield f"copies to {copy}", True, least <= found[copy] <= most
