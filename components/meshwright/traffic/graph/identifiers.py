"""Identifiers of parts for formats that allow few characters."""

import re
from collections.abc import Iterable

from meshwright.traffic.graph.model import Key


def identifiers(wanted: Iterable[tuple[Key, str]], allowed: str) -> dict[Key, str]:
    """A unique identifier for each key: its text with "_" for characters that are not `allowed`, with a number if it
    is taken.

    So a part's identifier stays the same when other parts are added or removed.
    """
    found: dict[Key, str] = {}
    taken: set[str] = set()
    for key, text in wanted:
        base = re.sub(f"[^{allowed}]", "_", text)
        chosen, number = base, 2
        while chosen in taken:
            chosen, number = f"{base}_{number}", number + 1
        taken.add(chosen)
        found[key] = chosen
    return found
