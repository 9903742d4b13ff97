"""How configuration reaches the proxies."""

from dataclasses import dataclass

from meshwright.plan.model.types import Origin


@dataclass(frozen=True, slots=True)
class Delivery:
    """How configuration reaches the proxies on AWS: minutes until all have a change, percent a step, minutes watched.
    `inline`: in the task definition; then the rest says nothing."""

    inline: bool
    over: int
    step: int
    bake: int
    origin: Origin
