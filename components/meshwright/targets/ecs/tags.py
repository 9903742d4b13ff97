"""The tags of every resource of a mesh."""

from collections.abc import Mapping
from typing import NamedTuple

MESH = "meshwright:mesh"
ENVIRONMENT = "meshwright:environment"
NODE = "meshwright:node"


class Owner(NamedTuple):
    """Whose a resource is. None: its tags do not name it."""

    mesh: str | None
    environment: str | None
    node: str | None


def tags(mesh: str, environment: str, node: str | None = None) -> dict[str, str]:
    """The tags of a resource of a mesh, or of one of its nodes or services."""
    found = {MESH: mesh, ENVIRONMENT: environment}
    return {**found, NODE: node} if node else found


def owner(found: Mapping[str, str]) -> Owner:
    """The owner of a resource with these tags. An earlier version wrote them without the prefix; it is read too."""
    old = {MESH: "mesh", ENVIRONMENT: "environment", NODE: "node"}
    return Owner(*(found.get(name, found.get(before)) for name, before in old.items()))
