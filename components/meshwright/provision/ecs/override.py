"""What a team has of one node as Outputs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pulumi

from meshwright.problems import Path, Problem
from meshwright.provision.ecs import volumes as mounts
from meshwright.provision.ecs.volumes import EfsVolume, Volumes

APPLICATION = "application"
"""The container of a task that is the team's own."""

_ARN = re.compile(r"arn:[^:]+:(secretsmanager|ssm):[^:]+:\d{12}:.+")
_KEY = re.compile(r"arn:[^:]+:kms:[^:]+:\d{12}:key/.+")


@dataclass(frozen=True)
class Override:
    """What a team has of one node as Outputs, in place of or on top of what the description says.

    `image`: of the application; absent: the description's. `environment`: further variables, or other values for those of
    the description. `secrets`: variables whose values ECS fetches, by the ARN of each, in Secrets Manager (also
    `<arn>:<field>::`) or as an SSM parameter. `statements`: what the application may do in AWS, as statements of an IAM
    policy; with them the node has a role of its own. `volumes`: what is mounted into the application's container, by path.
    `kms_key`: the ARN of the key with which its secrets are encrypted, and its logs are: in a log group of its own; absent:
    the key of its service's logs, and secrets of the account's own keys. Absent: nothing more.
    """

    image: pulumi.Input[str] | None = None
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    secrets: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    statements: Sequence[pulumi.Input[Mapping[str, Any]]] = ()
    volumes: Volumes = field(default_factory=dict)
    kms_key: pulumi.Input[str] | None = None

    def problems(self, where: Path) -> Iterator[Problem]:
        """What AWS would not take, as far as it is known by now."""
        yield from mounts.problems(self.volumes, (*where, "volumes"))
        for name, arn in self.secrets.items():
            if isinstance(arn, str) and not _ARN.fullmatch(arn):
                yield _not_an_arn((*where, "secrets", name), arn, "a secret, or of an SSM parameter")
        if isinstance(self.kms_key, str) and not _KEY.fullmatch(self.kms_key):
            yield _not_an_arn((*where, "kms_key"), self.kms_key, "a KMS key, and no alias")

    @property
    def file_systems(self) -> list[EfsVolume]:
        """The volumes that are reached over the network."""
        return [each for each in self.volumes.values() if isinstance(each, EfsVolume)]

    def applied(
        self, containers: pulumi.Output[list[Mapping[str, Any]]], groups: Mapping[str, str] = MappingProxyType({})
    ) -> pulumi.Output[list[Mapping[str, Any]]]:
        """The containers with the application's changed. `groups`: other log groups for those that they name."""
        if self == Override() and not groups:
            return containers
        # Not all in one `Output.all`: it would go through every text of every container, to find Outputs.
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
