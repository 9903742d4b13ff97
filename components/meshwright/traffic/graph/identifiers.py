"""Words that stand for parts where a format allows few characters."""

import re
from collections.abc import Iterable

from meshwright.traffic.graph.model import Key


def identifiers(wanted: Iterable[tuple[Key, str]], allowed: str) -> dict[Key, str]:
    """A word of its own for each key: its text with "_" for what is not `allowed`, and a number where that is taken.

    So the word of a part stays the same while others come and go.
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
