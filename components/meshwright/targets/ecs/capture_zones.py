"""The private DNS zones in which applications resolve the names of the mesh."""

from meshwright import names
from meshwright.plan.index import Index
from meshwright.plan.model import HostWorkload
from meshwright.targets.ecs import capture
from meshwright.targets.ecs.network import is_loopback, tcp_services

Zones = dict[str, dict[str, str]]
"""The address of each name, by zone and full name."""

_LOCAL = "127.0.0.1"


def capture_zones(index: Index) -> Zones:
    """A zone for the names of the mesh, and one for each service with a full host name that a node calls.

    The zone of a host name is that name itself, so that it hides no other name from the VPC.
    """
    plan = index.plan
    own = names.capture_zone(plan.mesh)
    tcp = capture.tcp_addresses(tcp_services(index))

    def address(service: str) -> str:
        return _LOCAL if is_loopback(plan) else tcp.get(service, capture.HTTP_ADDRESS)

    records = {f"*.{own}": _LOCAL if is_loopback(plan) else capture.HTTP_ADDRESS}
    if not is_loopback(plan):
        records |= {f"{name}.{own}": tcp[name] for name in tcp if "." not in name}
    zones = {own: records}
    for service in index.services:
        if has_zone(index, service):
            zones[service] = {service: address(service)}
    return zones


def has_zone(index: Index, service: str) -> bool:
    """Whether a virtual service has a zone of its own: one with a full host name that a node calls.

    A host of the mesh that has this name, or one below it, must resolve to its own address, so there is no zone then.
    """
    if "." not in service or not any(caller in index.nodes for caller in index.callers[service]):
        return False
    return not any(f".{host}".endswith(f".{service}") for host in _hosts(index))


def _hosts(index: Index) -> list[str]:
    runs = [node.runs for node in index.plan.virtual_nodes]
    return [each.host for each in runs if isinstance(each, HostWorkload) and isinstance(each.host, str)]
