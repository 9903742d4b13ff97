"""IAM statements, by somebody else's list: actions that exist, on the kinds of resources that they have.

The list is cfn-lint's, made from AWS's Service Authorization Reference and renewed with each release of it.
"""

import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

KNOWN = json.loads(files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text())

PARTS = {"${Partition}": "aws[a-z-]*", "${Region}": "[a-z0-9-]+", "${Account}": "[0-9]{12}"}


def listed(value: Any) -> list[Any]:
    """One value is as good as a list of it in a policy."""
    return value if isinstance(value, list) else [value]


def objections(statement: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with a statement that allows."""
    kinds: dict[str, list[str]] = {}
    resources = listed(statement["Resource"])
    for action in listed(statement["Action"]):
        service, _, name = action.partition(":")
        found = KNOWN.get(service, {}).get("Actions", {}).get(name.lower())
        if found is None:
            yield f"{action} does not exist"
        else:
            kinds[action] = [_pattern(service, each) for each in found.get("Resources", [])]
            if kinds[action] and "*" in resources:
                yield f"{action} has resources, and gets *"
    # A statement may have actions on several kinds: each resource must be one of them, as each action must find its own.
    for resource in resources:
        if resource != "*" and not any(_is(resource, each) for every in kinds.values() for each in every):
            yield f"{resource} is of no kind for {', '.join(kinds)}"
    for action, patterns in kinds.items():
        if patterns and len(kinds) > 1 and not any(_is(each, one) for each in resources for one in patterns):
            yield f"{action} has none of its resources"


def _pattern(service: str, kind: str) -> str:
    found = "|".join(KNOWN[service]["Resources"][kind.lower()]["ARNFormats"])
    for name, pattern in PARTS.items():
        found = found.replace(name, pattern)
    return found


def _is(resource: str, pattern: str) -> bool:
    """Whether an ARN, perhaps with a * at its end, is of a kind."""
    return re.fullmatch(pattern, resource) is not None
