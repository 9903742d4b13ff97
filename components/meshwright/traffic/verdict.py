"""A judgement of a change."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["safe", "careful", "unsafe"]
LEVELS: tuple[Level, ...] = ("safe", "careful", "unsafe")
"""From the least to the most serious."""


@dataclass(frozen=True)
class Verdict:
    """A judgement of one effect of a change.

    `about`: the part of the mesh. `steps`: a safer way, in steps that are applied one after the other; empty if there
    is none or none is needed.
    """

    level: Level
    about: str
    reason: str
    steps: tuple[str, ...] = ()
