"""What every part of the resolution shares: the names of the mesh, and the problems that were found."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from meshwright.description.written import place_of
from meshwright.plan import defaults
from meshwright.plan.model import Origin, PortMapping, RoutePolicy
from meshwright.problems import Code, Problem, show_path
from meshwright.units import Protocol

Path = tuple[str | int, ...]


def origin(written: object, path: Path = ()) -> Origin:
    """The origin of an object of the description: its file and line, and its path if it is known."""
    return f"{place_of(written) or ''} {show_path(path)}".strip()


@dataclass
class Context:
    """The names of the mesh, which are declared before anything refers to them, and the values that its parts inherit."""

    mesh: str
    policy: RoutePolicy
    access_log: object = None
    environment: object = None
    """The place of what nobody has written, such as a platform by default."""
    nodes: dict[str, tuple[PortMapping, ...]] = field(default_factory=dict)
    routers: dict[str, tuple[PortMapping, ...]] = field(default_factory=dict)
    services: dict[str, tuple[PortMapping, ...]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def inherited(self, *, tcp: bool) -> RoutePolicy:
        """The policies that the mesh's services and routes inherit."""
        return defaults.TCP_POLICY if tcp else self.policy

    def report(
        self,
        code: Code,
        path: Path,
        written: object,
        *,
        found: str,
        expected: str,
        fix: str,
    ) -> None:
        """Adds a problem of an object of the description."""
        place = place_of(written) or place_of(self.environment)
        self.problems.append(Problem(code, path, found, expected, fix, place))


def is_tcp(protocol: Protocol) -> bool:
    """Whether a protocol has connections only, and no requests."""
    return protocol == "tcp"


def listener_for(listeners: Sequence[PortMapping], wanted: int | None, otherwise: int | None) -> PortMapping | None:
    """The listener with the wanted port. Without a wanted port, the one with the other port, else the only one."""
    by_port = {listener.port: listener for listener in listeners}
    if wanted is not None:
        return by_port.get(wanted)
    if otherwise in by_port:
        return by_port[otherwise]
    return listeners[0] if len(listeners) == 1 else None
