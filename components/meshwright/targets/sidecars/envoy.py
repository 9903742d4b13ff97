"""Envoy. It has no health check of its own, so that its image needs no shell: the agent checks it."""

from meshwright.envoy.bootstrap import arguments
from meshwright.targets.sidecars.images import ENVOY
from meshwright.targets.sidecars.sidecar import Sidecar

SIDECAR = Sidecar(
    name="envoy",
    image=ENVOY,
    # Envoy 1.40 was measured at 65 MB, at 127 MB with the routes of 500 services.
    memory=128,
    # A request costs it about as much as a small handler.
    cpu=1 / 4,
    essential=True,
    # The image's own entry point needs root, to switch to a user of its own.
    entry_point=("/usr/local/bin/envoy",),
    command=lambda task: arguments(concurrency=task.workers),
    after=lambda _: {"init": "SUCCESS"},
    volume="read",
    serves=True,
)
