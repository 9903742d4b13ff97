"""The rewriting of paths, which `path.py` works out together with the match of a route."""

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import RoutePart
from meshwright.envoy.snapshot import Resource


def _route(part: RoutePart) -> Resource:
    return {"route": part.rewrite}


FEATURE = Feature("rewrite", route=_route)
