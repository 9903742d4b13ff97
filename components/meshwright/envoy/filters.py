"""The one order of HTTP filters, which every connection manager keeps."""

from dataclasses import dataclass

from meshwright.envoy.features import FEATURES
from meshwright.envoy.parts import ConnectionManager
from meshwright.envoy.snapshot import Resource
from meshwright.problems import MeshwrightError


@dataclass(frozen=True, slots=True)
class FilterPlace:
    """The place of a feature's filters, and the reason for it."""

    feature: str
    reason: str


ORDER: list[FilterPlace] = [
    FilterPlace("health_check", "First: a health check is answered whatever other filters would do with a request."),
    FilterPlace("fault", "Before what costs more: it tries what callers do, whatever would become of their requests."),
    FilterPlace(
        "rate_limit",
        "After faults: what they answer is not counted. Before the router: its tries are one.",
    ),
    FilterPlace("egress", "Before the router: the router needs the address of a host outside the mesh."),
    FilterPlace("router", "Last: it sends the request, and no filter after it would run."),
]
"""A feature with HTTP filters takes its place here, with the reason."""


class UnorderedFilter(MeshwrightError):
    """A feature has HTTP filters and no place in ORDER."""


def http_filters(part: ConnectionManager) -> list[Resource]:
    """The filters of one connection manager. Raises UnorderedFilter."""
    places = [each.feature for each in ORDER]
    having = {each.name: each.filters for each in FEATURES if each.filters}
    for name in having:
        if name not in places:
            raise UnorderedFilter(f"{name} has HTTP filters, but no place in envoy.filters.ORDER")
    return [found for name in places if name in having for found in having[name](part)]
