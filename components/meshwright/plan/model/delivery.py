"""How configuration reaches the proxies on AWS."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Any

from pydantic import PlainSerializer, PlainValidator

from meshwright.plan.model.types import Origin

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class InlineDelivery:
    """Configuration is part of the task definition, so that every change of it replaces tasks."""

    origin: Origin


@dataclass(frozen=True, slots=True)
class AppConfigDelivery:
    """AWS AppConfig deploys configuration to running tasks."""

    over: timedelta
    """The time until every task has a change. Zero: all tasks get it at once."""
    step: int
    """The percentage of a node's tasks that get a change at a time."""
    bake: timedelta
    """How long AppConfig watches the alarms after that. Zero: not at all."""
    origin: Origin


Delivery = InlineDelivery | AppConfigDelivery


def minutes(duration: timedelta) -> int:
    """A duration in whole minutes, the unit of AppConfig."""
    return round(duration / _MINUTE)


def _to_values(delivery: Delivery) -> dict[str, Any]:
    if isinstance(delivery, InlineDelivery):
        return {"inline": True, "over": 0, "step": 100, "bake": 0, "origin": delivery.origin}
    return {
        "inline": False,
        "over": minutes(delivery.over),
        "step": delivery.step,
        "bake": minutes(delivery.bake),
        "origin": delivery.origin,
    }


def _from_values(values: object) -> Delivery:
    if isinstance(values, InlineDelivery | AppConfigDelivery):
        return values
    match values:
        case {"inline": True, "origin": str(origin)}:
            return InlineDelivery(origin)
        case {"inline": False, "over": int(over), "step": int(step), "bake": int(bake), "origin": str(origin)}:
            return AppConfigDelivery(over * _MINUTE, step, bake * _MINUTE, origin)
    raise ValueError("a delivery has the fields inline, over, step, bake and origin")


PlannedDelivery = Annotated[Delivery, PlainValidator(_from_values), PlainSerializer(_to_values)]
"""A Delivery as YAML has it: with `inline`, and in minutes."""
