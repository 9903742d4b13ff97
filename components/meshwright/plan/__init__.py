"""The mesh, fully decided: references are resolved, defaults filled in, names generated."""

from meshwright.plan.dump import from_values, from_yaml, to_values, to_yaml
from meshwright.plan.index import Index
from meshwright.plan.model import Plan
from meshwright.plan.resolve import resolve, try_resolve

__all__ = ["Index", "Plan", "from_values", "from_yaml", "resolve", "try_resolve", "to_values", "to_yaml"]
