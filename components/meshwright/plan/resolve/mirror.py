"""Where the copies of a route's requests go."""

from collections.abc import Mapping

from meshwright.description.mirror import Mirror
from meshwright.plan import model
from meshwright.plan.resolve.context import Context, Path, is_tcp
from meshwright.plan.resolve.target import Named, node_and_port


def resolve(
    context: Context, mirror: Mirror | None, path: Path, listener: model.PortMapping, versions: Mapping[str, str]
) -> model.Mirror | None:
    """The mirror of a route on this listener. Connections are not copied: `effect` says so (MW210)."""
    if mirror is None or is_tcp(listener.protocol):
        return None
    named = Named((*path, "to"), mirror.to, mirror.port, f'Mirror("{mirror.to}", port=...)')
    found = node_and_port(context, mirror, named, listener, versions)
    return model.Mirror(*found, share=float(mirror.share)) if found else None
