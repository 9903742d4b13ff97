"""One machine, as a target."""

from collections.abc import Mapping, Sequence

from meshwright.plan.model import LocalPlatform, Plan
from meshwright.problems import Problem
from meshwright.targets.local.layout import after, layout
from meshwright.targets.local.layout import tasks as tasks_of
from meshwright.targets.local.support import FEATURES
from meshwright.targets.target import Network
from meshwright.traffic.verdict import Verdict


class LocalTarget:
    """Processes on one machine."""

    kind = LocalPlatform.kind
    features = FEATURES

    def check(self, plan: Plan) -> list[Problem]:
        """None: ports and programs are checked when the mesh starts."""
        return []

    def network(self, plan: Plan, before: Plan | None = None) -> Network:
        """See Target."""
        return after(plan, before).network

    def tasks(self, plan: Plan, before: Plan | None = None) -> Mapping[str, object]:
        """See Target."""
        return tasks_of(plan, before)

    def effects(self, before: Plan, plan: Plan) -> Sequence[Verdict]:
        """See Target: everything of it can be started beside what runs."""
        return ()

    def admin_port(self, plan: Plan, proxy: str) -> int:
        """See Target."""
        return next(each.admin for each in layout(plan).instances if each.proxy == proxy)
