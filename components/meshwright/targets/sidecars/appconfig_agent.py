"""AWS's AppConfig Agent, which polls AppConfig. It has no health check, because AWS does not promise a shell in its image.
It is not essential: without it, Envoy keeps the configuration that it has."""

from meshwright.delivery import appconfig
from meshwright.targets.sidecars.images import APPCONFIG_AGENT
from meshwright.targets.sidecars.sidecar import Sidecar

PORT = 2772
"""The AppConfig Agent's own default."""

SIDECAR = Sidecar(
    name="appconfig-agent",
    image=APPCONFIG_AGENT,
    memory=64,  # AWS names no figure; it holds one bundle
    cpu=1 / 32,
    essential=False,
    needed=lambda task: task.bundle is None,
    environment=lambda task: appconfig.agent_environment(task.region, PORT),
)
