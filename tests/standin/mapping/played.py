"""How a class of pulumi_aws is joined with the schemas."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Played:
    """How one Pulumi class is joined with the schemas.

    `cfn` may go on into a property: `AWS::S3::Bucket#VersioningConfiguration`. `rename` maps a Pulumi path to the
    schemas' path from their top. Properties in `replace` force a replacement, those in `update` don't, whatever
    CloudFormation says. `sets` are lists without an order, `json` texts that are compared by their meaning. `auto` is
    the property that Pulumi names when the program doesn't. `bounds` adds limits that no schema states.
    `dropped` are properties whose empty object the provider keeps out of its state, so that every later plan replaces
    the resource.
    """

    cfn: str = ""
    api: str = ""
    rename: Mapping[str, str] = field(default_factory=dict)
    replace: tuple[str, ...] = ()
    update: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    auto: str = "name"
    bounds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def renamed(pascal: str) -> dict[str, str]:
    """The schemas have their own word for the name."""
    return {"name": pascal}


PORT = {"minimum": 0, "maximum": 65535}
RULE_PORT = {"minimum": -1, "maximum": 65535}
