"""The plan of one environment."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from meshwright.field_docs import documented
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


@documented
@dataclass(frozen=True, slots=True)
class Plan:
    """One environment, fully decided. Everything is in the order of the description; versions follow their service."""

    environment: str
    """The name of the environment."""
    mesh: str
    """The name of the mesh."""
    egress: Literal["allow", "deny"]
    """Whether applications may call hosts that the mesh does not know."""
    platform: PlannedPlatform
    """Where the mesh runs."""
    virtual_services: tuple[VirtualService, ...]
    """The virtual services."""
    virtual_routers: tuple[VirtualRouter, ...]
    """The virtual routers, with their routes."""
    virtual_nodes: tuple[VirtualNode, ...]
    """The virtual nodes: one for each version of a service."""
    virtual_gateways: tuple[VirtualGateway, ...]
    """The virtual gateways, with their routes."""
    images: Mapping[str, str | None] | None = None
    """The registry, the tag and the images of the proxies, as far as the description names them. Default: it names none."""
    logs_keep: Duration | None = None
    """How long logs are kept. Default: 30 days."""
    tracing_sample: str | None = None
    """The share of requests that are traced, as in "5%". Default: none."""
    delivery: PlannedDelivery | None = None
    """How configuration reaches the proxies. Default: as files, on one machine."""

    @property
    def production(self) -> bool:
        """Whether the environment is production: resources are kept, and configuration is deployed step by step."""
        return is_production(self.environment)
