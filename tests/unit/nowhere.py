"""A platform that does nothing: all that a new platform consists of, layer by layer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

import pulumi

from meshwright import Plan, Problem
from meshwright.description.written import Written
from meshwright.features import Feature
from meshwright.plan.model import Platform, VirtualGateway, VirtualNode
from meshwright.plan.resolve.context import Context
from meshwright.plan.resolve.platform import Placed
from meshwright.provision import Outputs
from meshwright.provision import Platform as Argument
from meshwright.provision.platform import Provision
from meshwright.targets import Network
from meshwright.targets.support import Declaration, Unsupported
from meshwright.traffic.verdict import Verdict


@dataclass(frozen=True)
class Nowhere(Written):
    """The platform in a description."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NowherePlatform(Platform):
    """The platform in a plan."""

    kind: ClassVar[str] = "nowhere"


def resolve_nowhere(
    context: Context, platform: Nowhere, nodes: Sequence[VirtualNode], gateways: Sequence[VirtualGateway]
) -> Placed:
    """From the description to the plan."""
    return NowherePlatform(), tuple(nodes)


FEATURES = Declaration(
    "nowhere",
    supported=frozenset(Feature) - {Feature.LAMBDA},
    unsupported={Feature.LAMBDA: Unsupported("a Container", "run it somewhere")},
)


class NowhereTarget:
    """What the platform must have for a plan: nothing."""

    kind = NowherePlatform.kind
    features = FEATURES

    def check(self, plan: Plan) -> list[Problem]:
        return []

    def network(self, plan: Plan, before: Plan | None = None) -> Network:
        return Network({}, {})

    def tasks(self, plan: Plan, before: Plan | None = None) -> Mapping[str, object]:
        return {}

    def effects(self, before: Plan, plan: Plan) -> Sequence[Verdict]:
        return ()

    def admin_port(self, plan: Plan, proxy: str) -> int:
        return 9901


@dataclass(frozen=True)
class ProvisionNowhere(Argument[Outputs]):
    """The argument of a component: it registers nothing."""

    def prepare(self, name: str, plan: Plan, opts: pulumi.ResourceOptions | None) -> Provision[Outputs]:
        return lambda parent, name: Outputs(gateways={})
