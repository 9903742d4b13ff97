"""What the change of a property of an AWS resource does."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Effect = Literal["in place", "replaced", "depends", "never"]


@dataclass(frozen=True)
class Change:
    """What happens when a property has another value. `by`: the inputs that change it. `why`: of what is not in place.
    `source`: where the provider does otherwise than CloudFormation's schema says, its source."""

    effect: Effect
    by: str = ""
    why: str = ""
    source: str = ""


Properties = Mapping[str, Change]
"""By the property's name, as Pulumi's schema writes it; "a.b" for one within another."""


def in_place(by: str, source: str = "") -> Change:
    """The resource stays."""
    return Change("in place", by, source=source)


def replaced(by: str, why: str = "", source: str = "") -> Change:
    """A new resource is created, and serves, before the old one is deleted."""
    return Change("replaced", by, why, source)


def depends(by: str, why: str, source: str) -> Change:
    """In place, or replaced as `replaced` says: the values decide."""
    return Change("depends", by, why, source)


def never(why: str, source: str = "") -> Change:
    """It has one value as long as the resource exists."""
    return Change("never", why=why, source=source)


CONSTANT = never("it is the same for all")
NAMED = never("it follows from the name of its resource: another value is another resource, beside the old one")
ENVIRONMENT = never("mesh, environment, region and VPC do not change while they are deployed (MW408)")
PARENT = never("it belongs to a resource that is never replaced")
TAGS = never("they name mesh, environment and node")


def regional(properties: Properties) -> Properties:
    """With the region, which all resources but global ones have."""
    return {**properties, "region": ENVIRONMENT}


def tagged(properties: Properties) -> Properties:
    """With tags and the region."""
    return regional({**properties, "tags": TAGS})
