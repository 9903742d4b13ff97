"""Names in a sentence."""

from collections.abc import Iterable, Sequence

_SHOWN = 8
"""How many names are written out; the others are only counted."""


def names(found: Iterable[str]) -> str:
    """A list of names; of many, the first ones and the number of the others."""
    every = list(found)
    if len(every) <= _SHOWN:
        return ", ".join(every)
    return f"{', '.join(every[:_SHOWN])} and {len(every) - _SHOWN} more"


def listed(found: Sequence[str]) -> str:
    """The same with "and" before the last: "a", "a and b", "a, b and c"."""
    if len(found) > _SHOWN or len(found) < 2:
        return names(found)
    return f"{', '.join(found[:-1])} and {found[-1]}"
