"""App Mesh's virtual service, written out."""

from dataclasses import KW_ONLY, dataclass

from meshwright.description.fields import Name, ServiceName
from meshwright.description.written import Written


@dataclass(frozen=True)
class VirtualService(Written):
    """A name that applications call, and what provides it: a virtual router or a virtual node.

    `router` and `node` both absent: a service without a provider, which answers nobody. Both given: an error.

    Source: App Mesh API, VirtualServiceSpec.
    """

    name: ServiceName
    _: KW_ONLY
    router: Name | None = None
    node: Name | None = None
