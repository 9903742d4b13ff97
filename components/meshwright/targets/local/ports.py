"""The assignment of ports on one machine."""

from collections.abc import Mapping, Sequence

from meshwright.problems import MeshwrightError


def assign(wanted: Sequence[str], previous: Mapping[str, int], *, first: int = 21000) -> dict[str, int]:
    """A port for every wanted name: the one that it had, else the lowest free one from `first` on, in order.

    The same arguments give the same ports: the machine is not asked. Ports of names that are no longer wanted are not
    assigned yet, because their processes may still run when the new ones start. Raises MeshwrightError if none is left.
    """
    kept: dict[str, int] = {}
    for name in wanted:
        if name in previous and previous[name] not in kept.values():
            kept[name] = previous[name]
    used = set(previous.values())
    free = (port for port in range(first, 65536) if port not in used)
    try:
        return {name: kept[name] if name in kept else next(free) for name in dict.fromkeys(wanted)}
    except StopIteration:
        raise MeshwrightError(f"{len(wanted)} ports do not fit between {first} and 65535: start lower") from None
