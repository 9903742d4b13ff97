"""Which virtual host matches a request."""

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.arrival import split_port


def virtual_host(routes: Resource, authority: str) -> Resource | None:
    """The virtual host of a RouteConfiguration with the best matching domain; None if no domain matches.

    An exact domain comes first, then the longest `*suffix`, then the longest `prefix*`, then `*`. A star stands for
    at least one character. Case is ignored.
    """
    host = split_port(authority)[0] if routes.get("ignore_port_in_host_matching") else authority
    host = host.lower()
    best: tuple[tuple[int, int], Resource] | None = None
    for candidate in routes.get("virtual_hosts", []):
        for domain in candidate["domains"]:
            rank = _rank(domain.lower(), host)
            if rank and (best is None or rank > best[0]):
                best = (rank, candidate)
    return best[1] if best else None


def _rank(domain: str, host: str) -> tuple[int, int] | None:
    if domain == "*":
        return (0, 0)
    if domain.startswith("*"):
        return (2, len(domain)) if len(host) >= len(domain) and host.endswith(domain[1:]) else None
    if domain.endswith("*"):
        return (1, len(domain)) if len(host) >= len(domain) and host.startswith(domain[:-1]) else None
    return (3, 0) if host == domain else None
