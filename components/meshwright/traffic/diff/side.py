"""One side of a comparison: a plan and the configuration of its proxies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Endpoints, Site
from meshwright.envoy.snapshot import Snapshot
from meshwright.plan import Index, Plan
from meshwright.traffic.verdict import Verdict


class Side:
    """`endpoints`: where callers find nodes; `sites`: where each proxy runs (both from the platform's target).

    `tasks`: a comparable value of each proxy's tasks; a proxy whose value differs gets new tasks. Absent: the diff
    doesn't report tasks.
    """

    def __init__(
        self,
        plan: Plan,
        endpoints: Mapping[str, Endpoints],
        sites: Mapping[str, Site],
        tasks: Mapping[str, object] | None = None,
    ) -> None:
        self.plan, self.index, self.tasks = plan, Index(plan), tasks
        compiler = Compiler(plan, endpoints)
        self.snapshots: Mapping[str, Snapshot] = {
            proxy: compiler.snapshot(proxy, site) for proxy, site in sites.items()
        }

    @cached_property
    def weights(self) -> Mapping[str, float]:
        """The largest share of any route's requests that each virtual node gets, from 0 to 1, by its name."""
        found = dict.fromkeys(self.index.nodes, 0.0)
        for service in self.plan.virtual_services:
            for route in self.index.routes(service.name):
                total = sum(target.weight for target in route.targets)
                for target in route.targets:
                    share = target.weight / total if total else 0.0
                    found[target.node] = max(found[target.node], share)
        return found


class Placed(Protocol):
    """The addresses of a plan's nodes and proxies (`targets.Network`)."""

    @property
    def endpoints(self) -> Mapping[str, Endpoints]: ...

    @property
    def sites(self) -> Mapping[str, Site]: ...


class Targets(Protocol):
    """The decisions of platforms: the package `meshwright.targets`, which this package doesn't import."""

    def network(self, plan: Plan, before: Plan | None = None) -> Placed: ...

    def tasks(self, plan: Plan, before: Plan | None = None) -> Mapping[str, object]: ...

    def effects(self, before: Plan, plan: Plan) -> Sequence[Verdict]: ...


@dataclass(frozen=True)
class Sides:
    """The two sides of a comparison. `effects`: what the platform replaces on the way from one to the other, as far as
    clients or callers notice."""

    old: Side
    new: Side
    effects: Sequence[Verdict] = ()

    @classmethod
    def of(cls, old: Plan, new: Plan, targets: Targets) -> "Sides":
        """Two plans on their platforms, the second as the successor of the first."""

        def side(plan: Plan, before: Plan | None) -> Side:
            placed = targets.network(plan, before)
            return Side(plan, placed.endpoints, placed.sites, targets.tasks(plan, before))

        return cls(side(old, None), side(new, old), targets.effects(old, new))
