"""An option without effect, and how the options of a route and of a listener are looked at."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from meshwright.description.connection_pool import ConnectionPool
from meshwright.description.fault import Fault
from meshwright.description.header_changes import HeaderChanges
from meshwright.description.health_check import HealthCheck
from meshwright.description.mesh import Mesh
from meshwright.description.rate_limit import RateLimit
from meshwright.description.retry import Retry
from meshwright.description.route import Route
from meshwright.description.service import Service
from meshwright.description.timeout import Timeout
from meshwright.description.workload import Host
from meshwright.plan.resolve.context import Path
from meshwright.units import Protocol

OUTSIDE = (Host,)
"""What runs outside the mesh, without an Envoy of its own. A function is refused as a whole (MW301)."""

_OF_GRPC = ("cancelled", "deadline-exceeded", "internal", "resource-exhausted", "unavailable")
_LIMITS: dict[Protocol, tuple[str, ...]] = {
    "http": ("connections", "pending"),
    "http2": ("requests",),
    "grpc": ("requests",),
    "tcp": ("connections",),
}
"""The limits of each protocol (App Mesh API, VirtualNodeConnectionPool)."""


@dataclass(frozen=True, slots=True)
class Unused:
    """An option that changes nothing, and the object of the description that has it."""

    path: Path
    written: object
    found: str
    expected: str
    fix: str


def _of_connections(path: Path, written: object, found: str, expected: str) -> Unused:
    """What is made for requests, where only connections pass."""
    return Unused(
        path,
        written,
        f"{found} of TCP connections",
        f"{expected}: TCP has connections only",
        "leave it out, or give the service the protocol that it speaks",
    )


def retry(value: object, path: Path, written: object, protocols: Collection[Protocol]) -> Iterator[Unused]:
    """Retries, where requests of these protocols pass."""
    if not isinstance(value, Retry):
        return
    if _only_tcp(protocols):
        yield _of_connections(path, written, "retries", "retries of requests")
        return
    wrong = [event for event in value.on if event in _OF_GRPC]
    if wrong and "grpc" not in protocols:
        yield Unused(
            (*path, "on"),
            value,
            f"{_listed(wrong)} with protocol {_listed(sorted(protocols))}",
            "events of HTTP: server-error, gateway-error, client-error, stream-error, connection-error",
            'write protocol="grpc" if the service speaks gRPC, or name events of HTTP',
        )
    for field in ("on", "per_try") if not value.attempts else ():
        if getattr(value, field):
            yield Unused(
                (*path, field),
                value,
                f"{field} of 0 retries",
                "at least 1 retry",
                f'write retry="off" for none, or leave {field} out',
            )


def timeout(value: object, path: Path, written: object, protocols: Collection[Protocol]) -> Iterator[Unused]:
    """Timeouts, where requests of these protocols pass."""
    per_request = value.per_request if isinstance(value, Timeout) else value
    if per_request in (None, "off") or not _only_tcp(protocols):
        return
    at, owner = ((*path, "per_request"), value) if isinstance(value, Timeout) else (path, written)
    yield Unused(
        at,
        owner,
        f'"{per_request}" for each request of a TCP service',
        "a timeout of connections without data: TCP has no requests",
        f'write Timeout(idle="{per_request}"), or leave it out',
    )


def fault(value: object, path: Path, written: object, protocols: Collection[Protocol]) -> Iterator[Unused]:
    """Faults, where requests of these protocols pass."""
    if not isinstance(value, Fault):
        return
    if _only_tcp(protocols):
        yield _of_connections(path, written, "a fault", "a fault of requests")
    elif value.delay is None and value.abort is None:
        yield Unused(
            path,
            written,
            "a fault that neither delays nor aborts",
            "at least one of the two",
            'write Fault(delay=Delay("2s", share=5)), for example, or fault="off" for none',
        )


def rate_limit(value: object, path: Path, written: object, protocols: Collection[Protocol]) -> Iterator[Unused]:
    """A rate limit, where requests of these protocols pass."""
    if isinstance(value, RateLimit) and _only_tcp(protocols):
        yield _of_connections(path, written, "a rate limit", "a rate limit of requests")


def mirror(value: object, path: Path, written: object, protocols: Collection[Protocol]) -> Iterator[Unused]:
    """A mirror, where requests of these protocols pass."""
    if value is not None and _only_tcp(protocols):
        yield _of_connections(path, written, "a mirror", "a mirror of requests")


def header_changes(written: Mesh | Service | Route, path: Path, protocols: Collection[Protocol]) -> Iterator[Unused]:
    """Changes of headers, where requests of these protocols pass. `path`: of the object that has them."""
    for field in ("request_headers", "response_headers"):
        if isinstance(getattr(written, field), HeaderChanges) and _only_tcp(protocols):
            yield _of_connections((*path, field), written, "changes of headers", "changes of requests and responses")


def health_check(value: object, path: Path, protocol: Protocol) -> Iterator[Unused]:
    """A health check of a listener."""
    if isinstance(value, HealthCheck) and value.path is not None and protocol == "tcp":
        yield Unused(
            (*path, "path"),
            value,
            f'the path "{value.path}" of a TCP service',
            "no path: whoever accepts a connection is healthy",
            "leave it out, or give the service the protocol that it speaks",
        )


def connection_pool(value: ConnectionPool | None, path: Path, protocol: Protocol) -> Iterator[Unused]:
    """The limits of a listener."""
    limits = _LIMITS[protocol]
    for field in ("connections", "pending", "requests"):
        if value is not None and getattr(value, field) is not None and field not in limits:
            yield Unused(
                (*path, field),
                value,
                f"{field} with protocol {protocol}",
                f"limits of {protocol}: {_listed(limits)}",
                f"write {limits[0]}={getattr(value, field)}, or leave it out",
            )


def _only_tcp(protocols: Collection[Protocol]) -> bool:
    return bool(protocols) and all(protocol == "tcp" for protocol in protocols)


def _listed(words: Collection[str]) -> str:
    return ", ".join(words)
