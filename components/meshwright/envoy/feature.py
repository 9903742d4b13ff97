"""What a feature is: a name, and what it adds to each part of a proxy's configuration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from meshwright.envoy.kinds import Kind
from meshwright.envoy.parts import (
    ClusterPart,
    ConnectionManager,
    ListenerPart,
    Proxy,
    RoutePart,
    VirtualHostPart,
)
from meshwright.envoy.snapshot import Resource

ResourceOfKind = tuple[Kind, Resource]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature. Each verb takes a part and returns the fields that the feature adds to it; None adds nothing.

    `name` is the stem of the feature's file. `filters` returns HTTP filters, which take their place in
    `filters.ORDER`. `resources` returns whole resources that a proxy needs beside its listeners, routes and clusters.
    Fields that another feature writes too raise `merge.TwoWriters` when the proxy is compiled.
    """

    name: str
    filters: Callable[[ConnectionManager], Iterable[Resource]] | None = None
    connection_manager: Callable[[ConnectionManager], Resource] | None = None
    listener: Callable[[ListenerPart], Resource] | None = None
    virtual_host: Callable[[VirtualHostPart], Resource] | None = None
    route: Callable[[RoutePart], Resource] | None = None
    cluster: Callable[[ClusterPart], Resource] | None = None
    resources: Callable[[Proxy], Iterable[ResourceOfKind]] | None = None
