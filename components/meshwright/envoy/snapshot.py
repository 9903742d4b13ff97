"""What one proxy is configured with: every resource of it, by kind and name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Resource = dict[str, Any]
"""The JSON form of one Envoy v3 message, with its "@type". Never changed once made: proxies share what they have in common,
for the garbage collector walks over every piece of a large mesh again and again."""

CLUSTER = "type.googleapis.com/envoy.config.cluster.v3.Cluster"
LISTENER = "type.googleapis.com/envoy.config.listener.v3.Listener"
ROUTE_CONFIGURATION = "type.googleapis.com/envoy.config.route.v3.RouteConfiguration"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The dynamic configuration of one proxy.

    Clusters are keyed by their `name`, listeners by their `name`, routes (RouteConfigurations, which the listeners
    refer to by `rds.route_config_name`) by their `name`.
    """

    proxy: str
    clusters: Mapping[str, Resource]
    listeners: Mapping[str, Resource]
    routes: Mapping[str, Resource]
