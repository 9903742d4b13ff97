"""Outlier detection of a cluster."""

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ClusterPart, TargetCluster
from meshwright.envoy.snapshot import Resource
from meshwright.units import seconds


def _cluster(part: ClusterPart) -> Resource:
    """Only consecutive 5xx answers count, as in App Mesh. Envoy's other detectors are off."""
    detection = part.listener.outlier_detection if isinstance(part, TargetCluster) else None
    if detection is None:
        return {}
    return {
        "outlier_detection": {
            "consecutive_5xx": detection.errors,
            "interval": seconds(detection.interval),
            "base_ejection_time": seconds(detection.ejection),
            "max_ejection_percent": detection.max_ejected,
            "enforcing_consecutive_5xx": 100,
            "enforcing_success_rate": 0,
            "enforcing_consecutive_gateway_failure": 0,
            # A task that answers health checks and fails requests stays out for its time.
            "successful_active_health_check_uneject_host": False,
        }
    }


FEATURE = Feature("outlier_detection", cluster=_cluster)
