"""What a route names as a target: a version or a virtual node, and its port."""

from collections.abc import Mapping
from dataclasses import dataclass

from meshwright.plan import model
from meshwright.plan.resolve.context import Context, Path, is_tcp, listener_for
from meshwright.problems import did_you_mean


@dataclass(frozen=True, slots=True)
class Named:
    """A target as it is written. `with_port`: how it is written with a port, as in `Target("v1", 90, port=...)`."""

    path: Path
    to: str
    port: int | None
    with_port: str


def node_and_port(
    context: Context, written: object, named: Named, listener: model.PortMapping, versions: Mapping[str, str]
) -> tuple[str, int] | None:
    """The virtual node and port of a target of a route on this listener; None where a problem is reported instead.

    `written`: the route. `versions`: the nodes by the short names that targets may use.
    """
    node = versions.get(named.to, named.to)
    if node not in context.nodes:
        context.report(
            "MW103",
            named.path,
            written,
            found=f'"{named.to}"',
            expected="a version of the service, or a virtual node",
            fix=did_you_mean(named.to, versions or context.nodes, "name one that exists"),
        )
        return None
    target = listener_for(context.nodes[node], named.port, listener.port)
    if target is None:
        ports = ", ".join(str(each.port) for each in context.nodes[node]) or "no port"
        context.report(
            "MW109",
            named.path,
            written,
            found=f"{node}, port {named.port or listener.port}",
            expected=f"a port on which it listens: {ports}",
            fix=f"write {named.with_port} with one of them, or add the listener",
        )
        return None
    if is_tcp(target.protocol) != is_tcp(listener.protocol):
        context.report(
            "MW108",
            named.path,
            written,
            found=f"{node}, with protocol {target.protocol}",
            expected=f"a target with protocol {listener.protocol}",
            fix="give both the same protocol",
        )
        return None
    return node, target.port
