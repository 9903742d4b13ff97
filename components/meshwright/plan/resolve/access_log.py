"""Access logs: what a node or gateway inherits."""

from meshwright.description.access_log import AccessLog
from meshwright.plan import defaults, model
from meshwright.plan.resolve.context import origin


def resolve(value: object, inherited: object) -> model.AccessLog | None:
    """None inherits from the mesh, then the defaults; "off" is no access log."""
    decided = value if value is not None else inherited
    if decided is None:
        return defaults.ACCESS_LOG
    return model.AccessLog(decided.failures_only, origin(decided)) if isinstance(decided, AccessLog) else None
