"""App Mesh's virtual service, written out."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from meshwright.description.fields import Name, ServiceName
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class VirtualService(Written):
    """App Mesh's virtual service: a name that applications call, and the router or node that answers.

    Source: App Mesh API, VirtualServiceSpec.
    """

    name: ServiceName
    """The name that applications call: `a-z`, `0-9` and `-`, a letter first, at most 63 characters; or a host name."""

    _: KW_ONLY
    router: Name | None = None
    """The virtual router that gets the requests; not together with `node`. Default: none; without `node`, too, nobody
    answers."""

    node: Name | None = None
    """The virtual node that gets the requests; not together with `router`. Default: none; without `router`, too, nobody
    answers."""
