"""Where the proxies of a platform stand, and how they find one another."""

from collections.abc import Mapping
from dataclasses import dataclass

from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Endpoints, Site
from meshwright.envoy.snapshot import Snapshot
from meshwright.plan.model import Plan


@dataclass(frozen=True)
class Network:
    """The addresses of one environment: of each node for its callers, and of each proxy for itself."""

    endpoints: Mapping[str, Endpoints]
    sites: Mapping[str, Site]

    def snapshots(self, plan: Plan) -> dict[str, Snapshot]:
        """The configuration of every proxy, by its name."""
        compiler = Compiler(plan, self.endpoints)
        return {proxy: compiler.snapshot(proxy, site) for proxy, site in self.sites.items()}
