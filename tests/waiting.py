"""How tests wait: for what they need, never for a time that is hoped to be enough."""

import json
import time
from collections.abc import Callable
from typing import Any, TypeVar

DEADLINE = 240.0
"""Seconds. A machine that is slow is no reason to fail; one that hangs is."""

PAUSE = 0.02

Met = TypeVar("Met")


def until(what: str | Callable[[], str], condition: Callable[[], Met]) -> Met:
    """Waits until the condition holds, and returns its value. AssertionError says what has not come."""
    end = time.monotonic() + DEADLINE
    while not (met := condition()):
        assert time.monotonic() < end, f"not within {DEADLINE:.0f} s: {what if isinstance(what, str) else what()}"
        time.sleep(PAUSE)
    return met


def entries(log: str) -> list[dict[str, Any]]:
    """The JSON objects of a log that is still being written: of its whole lines."""
    lines = log.splitlines(keepends=True)
    return [json.loads(line) for line in lines if line.startswith("{") and line.endswith("\n")]
