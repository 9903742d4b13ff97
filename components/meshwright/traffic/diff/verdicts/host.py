"""A host outside the mesh is replaced, or is called with or without TLS."""

from collections.abc import Iterable

from meshwright.description import Given, Host, source
from meshwright.plan.model import GivenRef, HostWorkload, VirtualNode
from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.diff import Diff, Level, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """A host has no tasks that change one by one: all requests move at once. A host that doesn't speak TLS answers
    nothing if it is called with TLS."""
    old, new = diff.sides.old.index.nodes, diff.sides.new
    for name, node in new.index.nodes.items():
        before = old.get(name)
        if not (before and before.host and node.host and new.weights[name]):
            continue
        was, now = _spoken(before), _spoken(node)
        if _tls(before) and not _tls(node):
            reason = f"requests to {_name(node)} are no longer encrypted"
            yield Verdict("unsafe", name, reason, (f"leave TLS on: {code('Host(..., tls=True)')}",))
        elif (was, _tls(before)) != (now, _tls(node)):
            level: Level = "unsafe" if was == now else "careful"
            reason = f"requests go to {_name(node)} with TLS at once: if it accepts only plain text, they fail"
            if was != now:
                ports = "".join(f" on port {each}" for each in (now[1] if now[1] != was[1] else ()))
                reason = f"requests go to {_name(node)}{ports} instead of {_name(before)} at once"
            first = f"add a version with {code(_described(node))} beside it, with a small weight"
            steps = (first, "when its requests succeed, shift the rest to it", "remove the old version")
            yield Verdict(level, name, reason, steps)


def _spoken(node: VirtualNode) -> tuple[str | None, tuple[int, ...]]:
    return node.host, tuple(each.port for each in node.listeners)


def _tls(node: VirtualNode) -> bool:
    return isinstance(node.runs, HostWorkload) and node.runs.tls


def _host(node: VirtualNode) -> str | Given:
    host = node.runs.host if isinstance(node.runs, HostWorkload) else ""
    return Given(host.given) if isinstance(host, GivenRef) else host


def _described(node: VirtualNode) -> str:
    by_port = all(each.port == 443 for each in node.listeners)
    return source.line(Host(_host(node), tls=True if _tls(node) and not by_port else None))


def _name(node: VirtualNode) -> str:
    host = _host(node)
    return code(host if isinstance(host, str) else source.line(host))
