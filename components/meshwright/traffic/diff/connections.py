"""Changes for TCP connections. They have no classes: every connection to a service is handled in the same way."""

from collections.abc import Iterator

from meshwright import names
from meshwright.traffic.diff.change import Change, Spot, differences
from meshwright.traffic.diff.fate import fate
from meshwright.traffic.diff.side import Sides
from meshwright.traffic.tcp import explain_tcp


def connections(sides: Sides) -> Iterator[Change]:
    """A change for each caller and TCP backend whose connections are handled differently."""
    for proxy, before in sides.old.snapshots.items():
        after = sides.new.snapshots.get(proxy)
        nodes = [side.index.nodes.get(proxy) for side in (sides.old, sides.new)]
        if after is None or not all(nodes):
            continue
        for service in dict.fromkeys(backend for node in nodes if node for backend in node.backends):
            listener = names.outbound_tcp(service)
            said = [explain_tcp(each, listener) for each in (before, after)]
            if all(each.outcome == "no_listener" for each in said):
                continue
            old, new = fate(sides.old, said[0]), fate(sides.new, said[1])
            if what := differences(sides, old, new, service):
                yield Change(Spot("service", service), (proxy,), (), (), ((old, new),), what, (), f"tcp://{service}")
