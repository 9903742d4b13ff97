"""Outlier detection of a cluster."""

from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import OutlierDetection
from meshwright.units import seconds


def outlier_detection(detection: OutlierDetection | None) -> Resource:
    """The fields of a cluster. Only rows of 5xx count, as in App Mesh; Envoy's other detectors are off."""
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
        }
    }
