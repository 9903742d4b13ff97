"""What the algebra knows of a route: the conditions of its match, and what it makes of a path."""

from typing import NamedTuple

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.requests.condition import Condition, conditions
from meshwright.traffic.requests.rewriting import Rewriting, rewriting


class TableRoute(NamedTuple):
    """A route of a `Table`. `rewriting` None: it answers by itself, or nobody asks what it makes of a path."""

    conditions: tuple[Condition, ...]
    rewriting: Rewriting | None = None

    @classmethod
    def of(cls, route: Resource) -> "TableRoute":
        """A Route of Envoy. Raises NotExplainable where its conditions can't be looked at one by one."""
        return cls(conditions(route["match"]), rewriting(route))
