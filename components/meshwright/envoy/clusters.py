"""Clusters: the nodes that a proxy calls, and its own application.

Weights, retries and timeouts never stand in a cluster: any changed field of a cluster makes Envoy discover its endpoints
again.
"""

from meshwright.envoy import features, types
from meshwright.envoy.parts import ApplicationCluster, TargetCluster
from meshwright.envoy.snapshot import Resource


def target(part: TargetCluster) -> Resource:
    """The cluster of one port of a virtual node."""
    return features.cluster({"@type": types.CLUSTER, "name": part.name}, part)


def application(part: ApplicationCluster) -> Resource:
    """The cluster of a proxy's own application."""
    return features.cluster({"@type": types.CLUSTER, "name": part.name}, part)
