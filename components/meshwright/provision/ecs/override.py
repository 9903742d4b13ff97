"""Values of one node that a team has as Outputs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pulumi

from meshwright.field_docs import documented
from meshwright.problems import Path, Problem
from meshwright.provision.ecs import volumes as mounts
from meshwright.provision.ecs.volumes import EfsVolume, Volumes

APPLICATION = "application"
"""The name of the container that the team owns."""

_ARN = re.compile(r"arn:[^:]+:(secretsmanager|ssm):[^:]+:\d{12}:.+")
_KEY = re.compile(r"arn:[^:]+:kms:[^:]+:\d{12}:key/.+")


@documented
@dataclass(frozen=True)
class Override:
    """Values of one node that a team has as Outputs. They replace or extend the description."""

    image: pulumi.Input[str] | None = None
    """The image of the application. Default: the description's."""

    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Environment variables that replace or extend the description's. Default: none."""

    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """Environment variables whose values ECS fetches, by ARN, from Secrets Manager (also `<arn>:<key>::`) or from an SSM
    parameter. Default: none."""

    statements: Sequence[pulumi.Input[Mapping[str, Any]]] = ()
    """Permissions of the application, as statements of an IAM policy; the node then has a role of its own.

    Default: none; the node has the role of its service's tasks.
    """

    volumes: Volumes = field(default_factory=dict)
    """Volumes of the application's container, by the path at which each is mounted. Default: none."""

    kms_key: pulumi.Input[str] | None = None
    """The ARN of the KMS key of its secrets and its logs, which then have a log group of their own.

    Default: the key of its service's logs, and secrets with the account's own keys.
    """

    def problems(self, where: Path) -> Iterator[Problem]:
        """Known values that AWS would reject."""
        yield from mounts.problems(self.volumes, (*where, "volumes"))
        for name, arn in self.secrets.items():
            if isinstance(arn, str) and not _ARN.fullmatch(arn):
                yield _not_an_arn((*where, "secrets", name), arn, "a secret, or of an SSM parameter")
        if isinstance(self.kms_key, str) and not _KEY.fullmatch(self.kms_key):
            yield _not_an_arn((*where, "kms_key"), self.kms_key, "a KMS key, and no alias")

    @property
    def file_systems(self) -> list[EfsVolume]:
        """The volumes that are on the network."""
        return [each for each in self.volumes.values() if isinstance(each, EfsVolume)]

    def applied(
        self, containers: pulumi.Output[list[Mapping[str, Any]]], groups: Mapping[str, str] = MappingProxyType({})
    ) -> pulumi.Output[list[Mapping[str, Any]]]:
        """The containers, with the application's changed. `groups`: the log groups to use instead, by name."""
        if self == Override() and not groups:
            return containers
        # Not in one `Output.all`: it would search every string of every container for Outputs.
        given = pulumi.Output.all(self.image, dict(self.environment), dict(self.secrets))
        return containers.apply(
            lambda these: given.apply(
                lambda known: [
                    _logging(self._changed(one, *known) if one["name"] == APPLICATION else one, groups) for one in these
                ]
            )
        )

    def _changed(
        self,
        container: Mapping[str, Any],
        image: str | None,
        environment: Mapping[str, str],
        secrets: Mapping[str, str],
    ) -> Mapping[str, Any]:
        variables = {each["name"]: each["value"] for each in container.get("environment", [])} | dict(environment)
        fetched = {each["name"]: each["valueFrom"] for each in container.get("secrets", [])} | dict(secrets)
        changed = dict(container) | ({"image": image} if image else {})
        if variables:
            changed["environment"] = [{"name": name, "value": value} for name, value in variables.items()]
        if fetched:
            changed["secrets"] = [{"name": name, "valueFrom": value} for name, value in fetched.items()]
        if self.volumes:
            changed["mountPoints"] = [*container.get("mountPoints", []), *mounts.mounted(self.volumes)]
        return changed


def _logging(container: Mapping[str, Any], groups: Mapping[str, str]) -> Mapping[str, Any]:
    logs = container["logConfiguration"]
    group = logs["options"]["awslogs-group"]
    options = {**logs["options"], "awslogs-group": groups.get(group, group)}
    return {**container, "logConfiguration": {**logs, "options": options}}


def _not_an_arn(where: Path, found: str, of: str) -> Problem:
    return Problem(
        "MW402", where, f'"{found}"', f"the ARN of {of}", "give the ARN as AWS shows it, or the Output that holds it"
    )
