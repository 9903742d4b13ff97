"""The state of the stack that runs, by the engine's own function. Asks no cloud."""

import pulumi

from meshwright.plan.deployed import Resource


def resources() -> list[Resource]:
    """The resources of the last run, with their outputs."""
    stack = f"{pulumi.get_organization()}/{pulumi.get_project()}/{pulumi.get_stack()}"
    answer = pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": stack}).value
    found = (answer or {}).get("outputs", {})
    return [Resource(each["type"], urn.rpartition("::")[2], each["outputs"]) for urn, each in found.items()]
