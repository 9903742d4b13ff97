"""Init, which ends before the others start: it unpacks the agent, gets the first configuration, and gives the files to
their user."""

import json
from functools import cache

from meshwright.delivery.agent import script
from meshwright.delivery.inline import packed
from meshwright.envoy.bootstrap import DRAINING, READ, bootstrap
from meshwright.targets.sidecars import agent
from meshwright.targets.sidecars.images import BUSYBOX
from meshwright.targets.sidecars.sidecar import ADMIN, PROXY_UID, Environment, Sidecar, SidecarTask
from meshwright.targets.tokens import literal

SEED = 100
"""Seconds that it waits for the first configuration. ECS itself gives up after 120, and reports less."""

_SCRIPT = f"""\
printf %s "$MESHWRIGHT_AGENT" | base64 -d | gunzip >agent.sh
printf %s "$MESHWRIGHT_BOOTSTRAP" >envoy.json
if [ "$MESHWRIGHT_BUNDLE" ]; then printf %s "$MESHWRIGHT_BUNDLE" | base64 -d | gunzip >bundle; fi
sh agent.sh seed
chown -R {PROXY_UID}:{PROXY_UID} .
"""

# Root keeps CHOWN and DAC_OVERRIDE, to give the files to another user. Every other default capability is dropped.
_DROPPED = (
    "AUDIT_WRITE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "NET_RAW",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
)


@cache
def _packed_agent() -> str:
    return packed(script().encode())


def _environment(task: SidecarTask) -> Environment:
    # The application shares the loopback: what it could break there, as with /quitquitquit, is closed.
    configuration = bootstrap(task.proxy, task.mesh, ADMIN, allowed=(*READ, *DRAINING), outside=task.outside)
    return {
        **agent.settings(task),
        "MESHWRIGHT_AGENT": _packed_agent(),
        "MESHWRIGHT_BOOTSTRAP": literal(json.dumps(configuration)),
        "MESHWRIGHT_BUNDLE": task.bundle or "",
        "MESHWRIGHT_SEED": str(SEED),
    }


SIDECAR = Sidecar(
    name="init",
    image=BUSYBOX,
    memory=8,
    cpu=1 / 128,  # it has ended when the others start
    essential=False,
    user=0,
    command=lambda _: ("sh", "-ec", _SCRIPT),
    environment=_environment,
    after=lambda _: {"appconfig-agent": "START"},
    volume="write",
    start_timeout=120,
    restarts=False,
    capabilities_dropped=_DROPPED,
)
