"""How a cluster chooses among its endpoints."""

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ClusterPart, TargetCluster
from meshwright.envoy.snapshot import Resource


def _cluster(part: ClusterPart) -> Resource:
    """Not LEAST_REQUEST: a dead task refuses at once, so it always has the fewest requests, and retries return to it
    (decision 0002)."""
    return {"lb_policy": "ROUND_ROBIN"} if isinstance(part, TargetCluster) else {}


FEATURE = Feature("load_balancing", cluster=_cluster)
