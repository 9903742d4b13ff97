"""Which virtual host matches a request, and which filter chain a server name."""

from collections.abc import Iterable, Sequence

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.arrival import split_port


def virtual_host(routes: Resource, authority: str) -> Resource | None:
    """The virtual host of a RouteConfiguration with the best matching domain; None if no domain matches.

    An exact domain comes first, then the longest `*suffix`, then the longest `prefix*`, then `*`. A star stands for
    at least one character. Case is ignored.
    """
    host = split_port(authority)[0] if routes.get("ignore_port_in_host_matching") else authority
    return best(((each["domains"], each) for each in routes.get("virtual_hosts", [])), host)


def best(candidates: Iterable[tuple[Sequence[str], Resource]], host: str) -> Resource | None:
    """The candidate with the best matching domain, in the same order; None if no domain matches."""
    found: tuple[tuple[int, int], Resource] | None = None
    for domains, candidate in candidates:
        for domain in domains:
            rank = _rank(domain.lower(), host.lower())
            if rank and (found is None or rank > found[0]):
                found = (rank, candidate)
    return found[1] if found else None


def _rank(domain: str, host: str) -> tuple[int, int] | None:
    if domain == "*":
        return (0, 0)
    if domain.startswith("*"):
        return (2, len(domain)) if len(host) >= len(domain) and host.endswith(domain[1:]) else None
    if domain.endswith("*"):
        return (1, len(domain)) if len(host) >= len(domain) and host.startswith(domain[:-1]) else None
    return (3, 0) if host == domain else None
