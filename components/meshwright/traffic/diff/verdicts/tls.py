"""A host outside the mesh is spoken to in TLS, or no longer."""

from collections.abc import Iterable

from meshwright.traffic.diff.diff import Diff, Verdict


def judge(diff: Diff) -> Iterable[Verdict]:
    """A host that does not speak what it is spoken to answers nothing at all."""
    old = diff.sides.old.index.nodes
    for name, node in diff.sides.new.index.nodes.items():
        before = old[name].runs if name in old else None
        if before is None or node.runs is None or before.kind != "host" or node.runs.kind != "host":
            continue
        if before.tls and not node.runs.tls:
            yield Verdict(
                "unsafe", name, f"requests to {node.runs.reference} are no longer encrypted on their way",
                ("leave TLS on; it is off only where `tls=False` says so, or the port is another than 443",),
            )  # fmt: skip
        elif node.runs.tls and not before.tls:
            yield Verdict(
                "unsafe", name,
                f"{node.runs.reference} is spoken to in TLS at once: if it does not speak TLS on that port, every request "
                "fails",
                (
                    f"add a version with `Host({node.runs.reference!r}, tls=True)` beside it, with a small weight",
                    "when its requests succeed, shift the rest, and remove the old version",
                ),
            )  # fmt: skip
