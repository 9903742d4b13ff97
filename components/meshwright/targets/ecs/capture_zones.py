"""The private DNS zones in which applications resolve the names of the mesh."""

from meshwright import names
from meshwright.plan.index import Index
from meshwright.targets.ecs import capture
from meshwright.targets.ecs.network import is_loopback, tcp_services

Zones = dict[str, dict[str, str]]
"""The address of each name, by zone and full name."""

_LOCAL = "127.0.0.1"


def capture_zones(index: Index) -> Zones:
    """A zone for the names of the mesh, and one for each service with a full host name that a node calls.

    The zone of a host name is that name itself, so that it hides no other name from the VPC.
    """
    own = names.capture_zone(index.plan.mesh)
    http, tcp = _LOCAL, dict[str, str]()
    if not is_loopback(index.plan):
        http, tcp = capture.HTTP_ADDRESS, capture.tcp_addresses(tcp_services(index))
    records = {f"*.{own}": http}
    records |= {f"{name.lower()}.{own}": address for name, address in tcp.items() if "." not in name}
    return {own: records} | {name.lower(): {name.lower(): tcp.get(name, http)} for name in with_zone(index)}


def with_zone(index: Index) -> list[str]:
    """The virtual services that have a zone of their own: those with a full host name that a node calls.

    A host of the mesh that has this name, or one below it, must resolve to its own address, so there is no zone then.
    """
    hidden = {name for host in index.hosts.values() for name in _and_above(host)}
    full = [each for each in index.services if "." in each and each.lower() not in hidden]
    return [each for each in full if any(caller in index.nodes for caller in index.callers[each])]


def _and_above(host: str) -> list[str]:
    """The name of a host, and the names above it."""
    labels = host.lower().split(".")
    return [".".join(labels[at:]) for at in range(len(labels))]
