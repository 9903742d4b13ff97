"""The agent, which applies bundles. Its health is the task's: Envoy answers, and has a configuration from its source."""

from meshwright.targets.sidecars.images import BUSYBOX
from meshwright.targets.sidecars.sidecar import DIRECTORY, Environment, HealthCheck, Sidecar, SidecarTask


def settings(task: SidecarTask) -> Environment:
    """The settings of the agent, which init uses too."""
    return {"MESHWRIGHT_DIR": DIRECTORY, "MESHWRIGHT_SOURCE": task.source, "MESHWRIGHT_ADMIN": task.admin}


SIDECAR = Sidecar(
    name="agent",
    image=BUSYBOX,
    memory=48,  # sh and awk over a bundle of at most 1 MB
    cpu=1 / 32,  # it sleeps nearly always
    essential=True,
    command=lambda _: ("sh", "agent.sh", "run"),
    environment=settings,
    after=lambda _: {"init": "SUCCESS", "envoy": "START", "appconfig-agent": "START"},
    volume="write",
    health=HealthCheck(
        ("sh", "agent.sh", "health"),
        interval=5,
        timeout=10,  # the agent itself gives Envoy 5 s
        retries=6,  # a machine that is slow for half a minute is no reason to replace a task that serves
        start_period=60,
    ),
    start_timeout=120,
    log="agents",
)
