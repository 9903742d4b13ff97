"""Rules of security groups. Each is a resource of its own: a new one is created before what needs it, and an old one is
deleted when nothing needs it any more, at the end of an `up`. Until then both are in force."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

MESH, LOAD_BALANCER = "mesh", "load-balancer"
"""Security groups, as the names of rules call them."""


@dataclass(frozen=True)
class Other:
    """The other side of a connection: a network, as in "10.0.0.0/8", or a security group with a name for it."""

    called: str
    group: pulumi.Input[str] | None = None


class Rules:
    """The rules of one security group, as resources that are named after it, the port and the other side."""

    def __init__(
        self,
        name: str,
        group: pulumi.Input[str],
        *,
        region: str,
        tags: Mapping[str, str],
        opts: pulumi.ResourceOptions,
    ) -> None:
        self._name = name
        self._common: dict[str, Any] = {"security_group_id": group, "region": region, "tags": tags, "opts": opts}
        self._made: list[pulumi.Output[str]] = []

    def accept(self, port: int, source: Other, description: str) -> None:
        """Allows connections from there to a port."""
        made = aws.vpc.SecurityGroupIngressRule(
            f"{self._name}-in-{port}-{_label(source)}", **self._rule(port, source, description), **self._common
        )
        self._made.append(made.id)

    def connect(self, port: int, to: Other, description: str) -> None:
        """Allows connections to a port there."""
        made = aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-out-{port}-{_label(to)}", **self._rule(port, to, description), **self._common
        )
        self._made.append(made.id)

    @property
    def made(self) -> Sequence[pulumi.Output[str]]:
        """The ids of the rules so far."""
        return self._made

    @staticmethod
    def _rule(port: int, other: Other, description: str) -> dict[str, Any]:
        if other.group is not None:
            where: dict[str, Any] = {"referenced_security_group_id": other.group}
        else:
            where = {"cidr_ipv6" if ":" in other.called else "cidr_ipv4": other.called}
        return {"ip_protocol": "tcp", "from_port": port, "to_port": port, "description": description, **where}


def _label(other: Other) -> str:
    return re.sub(r"[^a-z0-9]+", "-", other.called.lower()).strip("-")
