"""How the endpoints of a cluster are found: by DNS, or from a list that is known beforehand."""

from functools import cache

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ApplicationCluster, ClusterPart
from meshwright.envoy.site import Address, Static
from meshwright.envoy.snapshot import Resource


def socket_address(address: Address) -> Resource:
    """An address as Envoy writes it."""
    return {"socket_address": {"address": address.host, "port_value": address.port}}


def _cluster(part: ClusterPart) -> Resource:
    if isinstance(part, ApplicationCluster):
        return {"type": "STATIC", "load_assignment": _application(part.name, part.address)}
    endpoints, port = part.endpoints, part.listener.port
    if isinstance(endpoints, Static):
        return {"type": "STATIC", "load_assignment": assignment(part.name, endpoints.addresses.get(port, ()))}
    address = Address(endpoints.name, endpoints.ports.get(port, port))
    return {
        # A host outside the mesh may answer with other addresses each time: one connection pool for its name.
        "type": "STRICT_DNS" if part.node.has_proxy else "LOGICAL_DNS",
        "dns_lookup_family": "V4_ONLY",
        "load_assignment": assignment(part.name, (address,)),
    }


@cache
def _application(name: str, address: Address) -> Resource:
    """Cached, because most applications listen on the same ports."""
    return assignment(name, (address,))


def assignment(name: str, addresses: tuple[Address, ...]) -> Resource:
    """The endpoints of a cluster."""
    hosts = [{"endpoint": {"address": socket_address(address)}} for address in addresses]
    return {"cluster_name": name, "endpoints": [{"lb_endpoints": hosts}]}


FEATURE = Feature("discovery", cluster=_cluster)
