"""What a target is: a platform, as the rest of Meshwright sees it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Endpoints, Site
from meshwright.envoy.snapshot import Snapshot
from meshwright.plan.model import Plan
from meshwright.problems import Problem
from meshwright.targets.support import Declaration
from meshwright.traffic.verdict import Verdict


@dataclass(frozen=True)
class Network:
    """The addresses of one environment: of each node for its callers, and of each proxy for itself."""

    endpoints: Mapping[str, Endpoints]
    sites: Mapping[str, Site]

    def snapshots(self, plan: Plan) -> dict[str, Snapshot]:
        """The configuration of every proxy, by its name."""
        return Compiler(plan, self.endpoints).snapshots({proxy: (proxy, site) for proxy, site in self.sites.items()})


class Target(Protocol):
    """One platform. Every method gets a plan of this platform."""

    @property
    def kind(self) -> str:
        """The kind of the platform in a plan."""

    @property
    def features(self) -> Declaration:
        """Which features it supports. `targets.check` reports uses of the others."""

    def check(self, plan: Plan) -> list[Problem]:
        """Every other problem of the plan on this platform, advice included."""

    def network(self, plan: Plan, before: Plan | None = None) -> Network:
        """The addresses of every proxy of the plan. `before`: the plan that this one follows; None: it follows none."""

    def tasks(self, plan: Plan, before: Plan | None = None) -> Mapping[str, object]:
        """The definition of the tasks of each virtual node and gateway, by name: if two definitions differ, the tasks are
        replaced. Nodes that another team runs are left out. `before`: see `network`."""

    def effects(self, before: Plan, plan: Plan) -> Sequence[Verdict]:
        """What the platform replaces when the plan follows `before`, as far as clients or callers notice. `before` may be
        of another platform."""

    def admin_port(self, plan: Plan, proxy: str) -> int:
        """The port of the proxy's admin interface."""
