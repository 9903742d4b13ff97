"""cfn-lint, with every rule that it has."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.runner import Runner

WHOLE = "the template"


class Objection(NamedTuple):
    """A rule, and the type of the resource to which it objects."""

    rule: str
    type: str


def objections(template: dict[str, Any]) -> Iterator[tuple[Objection, str]]:
    """What cfn-lint says of a template, each with its place and its words."""
    decoded, errors = decode_str(json.dumps(template, indent=1))
    found = list(errors or _runner().validate_template(decoded))
    for each in found:
        of = template["Resources"].get(each.path[1], {}).get("Type") if len(each.path) > 1 else None
        yield Objection(each.rule.id, of or WHOLE), f"{'/'.join(map(str, each.path))}: {each.message}"


@cache
def _runner() -> Runner:
    """Loading its rules takes half a second: once a process."""
    return Runner(ConfigMixIn(regions=["eu-west-1"], include_checks=["I", "W", "E"], include_experimental=True))
