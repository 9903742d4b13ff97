"""The plan of one environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from meshwright.plan.model.delivery import PlannedDelivery
from meshwright.plan.model.platform import PlannedPlatform
from meshwright.plan.model.types import Duration
from meshwright.plan.model.virtual_gateway import VirtualGateway
from meshwright.plan.model.virtual_node import VirtualNode
from meshwright.plan.model.virtual_router import VirtualRouter
from meshwright.plan.model.virtual_service import VirtualService

_PRODUCTION = re.compile(r"prod(uction)?(-.*)?")


def is_production(environment: str) -> bool:
    """Whether an environment of this name is production: "prod", "production", "prod-eu"."""
    return _PRODUCTION.fullmatch(environment) is not None


@dataclass(frozen=True, slots=True)
class Plan:
    """One environment, fully decided. Everything is in the order of the description; versions follow their service."""

    environment: str
    mesh: str
    egress: Literal["allow", "deny"]
    """Whether applications may call hosts that the mesh does not know."""
    platform: PlannedPlatform
    virtual_services: tuple[VirtualService, ...]
    virtual_routers: tuple[VirtualRouter, ...]
    virtual_nodes: tuple[VirtualNode, ...]
    virtual_gateways: tuple[VirtualGateway, ...]
    images: Mapping[str, str | None] | None = None
    """The registry, the tag and the images of the proxies, as far as the description names them."""
    logs_keep: Duration | None = None
    tracing_sample: str | None = None
    delivery: PlannedDelivery | None = None
    """None: on one machine, where configuration is delivered as files."""

    @property
    def production(self) -> bool:
        """Whether the environment is production: resources are kept, and configuration is deployed step by step."""
        return is_production(self.environment)
