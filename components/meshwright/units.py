"""Durations, ports and other quantities: parsed from what people write, shown as they would write it."""

import re
from datetime import timedelta
from typing import Literal

Off = Literal["off"]
"""Explicitly none. (`None` means: inherit.)"""

Protocol = Literal["http", "http2", "grpc", "tcp"]
"""App Mesh's port mapping protocols."""

_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)")


def duration(value: str | timedelta) -> timedelta:
    """A duration from its text, as in "250ms", "5s", "1.5m", "2h" or "90d"; a timedelta is given back as it is.

    Raises ValueError for anything else, and for a negative timedelta.
    """
    if isinstance(value, timedelta):
        if value < timedelta(0):
            raise ValueError("a duration of 0 or more")
        return value
    found = _DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found:
        raise ValueError('a number with its unit, as in "250ms", "5s", "2m", "1h" or "90d"')
    return timedelta(seconds=float(found[1]) * _UNITS[found[2]])


def show_duration(value: timedelta) -> str:
    """The shortest text that `duration` reads back as the same value: "5s", "250ms", "2m"."""
    milliseconds = round(value.total_seconds() * 1000)
    for unit, size in (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000)):
        if milliseconds and milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds}ms" if milliseconds else "0s"


def show_share(share: float) -> str:
    """A share, from 0 to 1, as people read it: "90 %", "33.3 %"."""
    return f"{share * 100:.3g} %"


def show_rate_limit(requests: int, per: timedelta, burst: int, client: str) -> str:
    """A rate limit in words. `client`: "address" or "header x", which tells clients apart; empty: nothing does."""
    at_once = f", {burst} at once" if burst != requests else ""
    each = f" for each {'value of ' * client.startswith('header ')}{client}" if client else ""
    return f"{requests} per {show_duration(per)}{at_once}{each}"


def seconds(value: timedelta) -> str:
    """The JSON form of a protobuf Duration: "5s", "0.25s"."""
    return f"{value.total_seconds():.6f}".rstrip("0").rstrip(".") + "s"
