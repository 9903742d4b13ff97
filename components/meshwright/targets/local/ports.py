"""Which port goes to whom, where a platform has to give them out."""

from collections.abc import Mapping, Sequence

from meshwright.problems import MeshwrightError


def assign(wanted: Sequence[str], previous: Mapping[str, int], *, first: int = 21000) -> dict[str, int]:
    """A port for every wanted name: what it had, else the lowest free one from `first` on, in order.

    The same arguments give the same ports: the machine is not asked. Ports of names that are no longer wanted stay
    unused this time, for what goes may still run when what comes starts. Raises MeshwrightError when there are no more.
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
