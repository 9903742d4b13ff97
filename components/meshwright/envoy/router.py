"""The router filter, which sends a request to the cluster of its route."""

from collections.abc import Iterable

from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ConnectionManager
from meshwright.envoy.snapshot import Resource


def _filters(_: ConnectionManager) -> Iterable[Resource]:
    yield {"name": "envoy.filters.http.router", "typed_config": {"@type": types.ROUTER}}


FEATURE = Feature("router", filters=_filters)
