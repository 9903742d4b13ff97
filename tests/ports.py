"""Ports for tests that run side by side: each worker of pytest-xdist takes them from a range of its own.

All are below the range that Linux gives to outgoing connections.
"""

import os
import random

FIRST, LAST = 10_000, 32_000
WORKERS = 8


def own_ports() -> range:
    """The range of this worker."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % WORKERS
    size = (LAST - FIRST) // WORKERS
    return range(FIRST + worker * size, FIRST + (worker + 1) * size)


def some_port() -> int:
    """A port that no other worker tries. It may be taken by a program outside of the tests."""
    return random.choice(own_ports())
