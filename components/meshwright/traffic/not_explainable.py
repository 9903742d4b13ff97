"""Where the explainer says that it does not know, rather than guess."""

from collections.abc import Collection

from meshwright.envoy.snapshot import Resource
from meshwright.problems import MeshwrightError


class NotExplainable(MeshwrightError):
    """Something in the configuration or the request decides about the traffic, and `explain` does not know how."""

    def __init__(self, what: str) -> None:
        super().__init__(f"cannot explain {what}")


def only(resource: Resource, known: Collection[str], where: str) -> None:
    """Raises NotExplainable naming the first field that is set and is not among the known ones."""
    for key, value in resource.items():
        if value is not None and key not in known:
            raise NotExplainable(f"{key} in {where}")
