"""A route as the algebra sees it: the conditions of its match, and how it rewrites the path."""

from typing import NamedTuple

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.requests.condition import Condition, conditions
from meshwright.traffic.requests.rewriting import Rewriting, rewriting


class TableRoute(NamedTuple):
    """A route of a `Table`. `rewriting` None: the route answers by itself, or its rewriting doesn't matter."""

    conditions: tuple[Condition, ...]
    rewriting: Rewriting | None = None

    @classmethod
    def of(cls, route: Resource) -> "TableRoute":
        """Reads a Route of Envoy. Raises NotExplainable if its conditions depend on one another."""
        return cls(conditions(route["match"]), rewriting(route))
