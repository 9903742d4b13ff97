"""Outlier detection: none unless the description has it."""

from meshwright.description.outlier_detection import OutlierDetection
from meshwright.plan import model
from meshwright.plan.resolve.context import origin
from meshwright.units import duration


def resolve(value: OutlierDetection | None) -> model.OutlierDetection | None:
    """None is no outlier detection, as in App Mesh."""
    if value is None:
        return None
    return model.OutlierDetection(
        value.errors, duration(value.interval), duration(value.ejection), value.max_ejected, origin(value)
    )
