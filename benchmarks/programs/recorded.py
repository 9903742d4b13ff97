"""From the state of a stack to the list of what its program registered."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Resource = Mapping[str, Any]


def registered(state: Mapping[str, Any]) -> dict[str, Resource]:
    """The resources in an exported state that its program registered, by URN: no stack, no provider."""
    own = (each for each in state["deployment"]["resources"] if not each["type"].startswith("pulumi:"))
    return {each["urn"]: each for each in own}


def same(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the programs of two states registered the same: names, parents, inputs, dependencies, options."""
    return _compared(one) == _compared(other)


def _compared(state: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("parent", "inputs", "ignoreChanges", "retainOnDelete")
    return {
        urn: ({key: each.get(key) or None for key in kept}, sorted(each.get("dependencies", ())))
        for urn, each in registered(state).items()
    }


def listed(state: Mapping[str, Any], order: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    """What `with_pulumi.py` reads: the resources in the order in which they were registered, by type and name. `parent`,
    `after` and references name others by their place in the list; they stand before."""
    resources = registered(state)
    by_name = {(each["type"], each["urn"].rpartition("::")[2]): urn for urn, each in resources.items()}
    place = {by_name[kind, name]: number for number, (kind, name) in enumerate(order)}
    if len(place) != len(resources):
        raise ValueError(f"{len(resources)} resources, and {len(place)} different names of {len(order)} in their order")
    return [_entry(resources[urn], resources, place) for urn in place]


def _entry(resource: Resource, resources: Mapping[str, Resource], place: Mapping[str, int]) -> dict[str, Any]:
    given, told = resource.get("inputs", {}), set[str]()
    chosen = {"__defaults", *given.get("__defaults", ())}  # names that the provider made up
    inputs = {}
    for key, value in given.items():
        if key not in chosen:
            sources = [urn for urn in resource.get("propertyDependencies", {}).get(key, ()) if urn in place]
            inputs[key], used = _with_references(value, sources, resources, place)
            told |= used
    return {
        "type": resource["type"],
        "name": resource["urn"].rpartition("::")[2],
        "parent": place.get(resource.get("parent", "")),
        "inputs": inputs,
        "after": [place[urn] for urn in resource.get("dependencies", ()) if urn in place and urn not in told],
        "ignore_changes": resource.get("ignoreChanges", []),
        "retain_on_delete": resource.get("retainOnDelete", False),
    }


def _with_references(
    value: Any, sources: Sequence[str], resources: Mapping[str, Resource], place: Mapping[str, int]
) -> tuple[Any, set[str]]:
    """The value, where each text that is an output of a source refers to it; a text that only holds some, as a policy does,
    to all of them. And the sources that it then refers to."""
    words = {word: (urn, output) for urn in sources for output, word in _outputs(resources[urn])}
    used: set[str] = set()

    def linked(part: Any) -> Any:
        if isinstance(part, str) and part in words:
            urn, output = words[part]
            used.add(urn)
            return {"$from": place[urn], "output": output}
        if isinstance(part, dict):
            return {key: linked(each) for key, each in part.items()}
        return [linked(each) for each in part] if isinstance(part, list) else part

    found = linked(value)
    if sources and not used:
        return {"$known": [place[urn] for urn in sources], "value": value}, set(sources)
    return found, used


def _outputs(resource: Resource) -> Iterator[tuple[str, str]]:
    """The outputs that identify a resource, those that the program gave itself last."""
    outputs = {"id": resource.get("id"), **resource.get("outputs", {})}
    texts = [(name, value) for name, value in outputs.items() if isinstance(value, str) and name != "region"]
    yield from sorted(texts, key=lambda each: each[0] in resource.get("inputs", {}))
