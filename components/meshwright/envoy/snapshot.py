"""The configuration of one proxy: its resources by kind and name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from meshwright.envoy.kinds import CLUSTER, KINDS, LISTENER, ROUTE, Kind

Resource = dict[str, Any]
"""The JSON form of one Envoy v3 message, with its "@type". It never changes once it is made: proxies share equal pieces,
because the garbage collector visits each piece of a large mesh again and again."""

_NONE: Mapping[str, Resource] = {}


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The dynamic configuration of one proxy.

    `resources`: by the field of their kind (`kinds.KINDS`), then by their name. A kind without resources may be absent.
    Listeners refer to their RouteConfigurations by `rds.route_config_name`.
    """

    proxy: str
    resources: Mapping[str, Mapping[str, Resource]]

    def of(self, kind: Kind) -> Mapping[str, Resource]:
        """The resources of one kind by name."""
        return self.resources.get(kind.field, _NONE)

    @property
    def by_kind(self) -> dict[str, Mapping[str, Resource]]:
        """The resources of every kind of the table, by the kind's field."""
        return {field: self.of(kind) for field, kind in KINDS.items()}

    @property
    def clusters(self) -> Mapping[str, Resource]:
        """The clusters by name."""
        return self.of(CLUSTER)

    @property
    def listeners(self) -> Mapping[str, Resource]:
        """The listeners by name."""
        return self.of(LISTENER)

    @property
    def routes(self) -> Mapping[str, Resource]:
        """The RouteConfigurations by name."""
        return self.of(ROUTE)
