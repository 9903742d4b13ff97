"""What is odd about a condition."""

from dataclasses import dataclass

from meshwright.units import Protocol


@dataclass(frozen=True, slots=True)
class Odd:
    """Why no request meets a condition as it is written, and what to write instead."""

    why: str
    expected: str
    fix: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a condition stands."""

    protocol: Protocol
    edge: bool
    """Whether it is a gateway's, which normalises paths before it looks at them."""
    balancer: str = ""
    """The kind of load balancer in front of the gateway. Empty: none, or not a gateway's."""
