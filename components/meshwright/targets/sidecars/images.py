"""The images of the sidecars, each pinned. A description overrides them by key in its `Images`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Image:
    """An image. `key`: the field of `Images` that overrides it."""

    key: str
    pinned: str


ENVOY = Image("envoy", "docker.io/envoyproxy/envoy:distroless-v1.40.0")
"""The version that every configuration is tested with. It has no shell, so the agent checks its health. Envoy has no
official image outside Docker Hub, which limits anonymous pulls: use a pull-through cache of your own."""

BUSYBOX = Image("busybox", "public.ecr.aws/docker/library/busybox:1.37.0")
"""Docker's own build, as ECR Public mirrors it: init, agent and drain are sh and awk."""

APPCONFIG_AGENT = Image("appconfig_agent", "public.ecr.aws/aws-appconfig/aws-appconfig-agent:2.x")
"""AWS documents this tag and no finer one."""
