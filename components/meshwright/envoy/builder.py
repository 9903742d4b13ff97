"""A snapshot while it is being built."""

from meshwright.envoy.kinds import CLUSTER, KINDS, LISTENER, ROUTE, Kind
from meshwright.envoy.snapshot import Resource, Snapshot


class SnapshotBuilder:
    """Collects the resources of one proxy. A resource of a name that is there already takes its place."""

    def __init__(self, proxy: str) -> None:
        self._proxy = proxy
        self._resources: dict[str, dict[str, Resource]] = {field: {} for field in KINDS}

    def add(self, kind: Kind, resource: Resource) -> None:
        """Adds one resource under its own name."""
        self._resources[kind.field][resource["name"]] = resource

    def add_cluster(self, cluster: Resource) -> None:
        """Adds a cluster."""
        self.add(CLUSTER, cluster)

    def add_listener(self, listener: Resource) -> None:
        """Adds a listener."""
        self.add(LISTENER, listener)

    def add_routes(self, configuration: Resource) -> None:
        """Adds a RouteConfiguration."""
        self.add(ROUTE, configuration)

    def snapshot(self) -> Snapshot:
        """The finished snapshot."""
        return Snapshot(self._proxy, self._resources)
