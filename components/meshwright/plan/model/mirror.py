"""Mirroring of a route's requests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mirror:
    """The virtual node and port that get copies, and how many of the requests are copied, in percent."""

    node: str
    port: int
    share: float
