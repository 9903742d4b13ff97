"""Requests that run while clusters come and go: none may fail."""

import http.client
import threading
from typing import Any

from meshwright.delivery.bundle import version

WORKERS = 3
REQUESTS = 6000
CHANGES: tuple[dict[str, int], ...] = (
    {"v1": 1, "v2": 1},
    {"v2": 1},
    {"v3": 1},
    {"v3": 9, "v1": 1},
    {"v1": 1},
    {"v2": 1, "v3": 0},
    {"v2": 0, "v3": 1},
    {"v1": 1},
)


def test_swaps_of_clusters_fail_no_request(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 1}))
    seen: dict[str, int] = {}
    changed = threading.Event()

    def send() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", bench.port, timeout=10)
        sent = 0
        while sent < REQUESTS // WORKERS or not changed.is_set():
            connection.request("GET", "/")
            answer = connection.getresponse()
            key = f"{answer.status} {answer.read().decode()}"
            seen[key] = seen.get(key, 0) + 1
            sent += 1

    workers = [threading.Thread(target=send) for _ in range(WORKERS)]
    for worker in workers:
        worker.start()
    try:
        for weights in CHANGES:
            text = bench.bundle(weights)
            bench.put(text)
            bench.expect("in-force", in_force=version(text))
    finally:
        changed.set()
        for worker in workers:
            worker.join()
    print(f"requests by answer: {seen}")
    assert set(seen) == {"200 v1", "200 v2", "200 v3"}
    assert sum(seen.values()) >= REQUESTS * 9 // 10  # counted without a lock
