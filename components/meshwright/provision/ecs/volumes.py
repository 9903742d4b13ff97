"""Volumes of the application's container."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from meshwright.field_docs import documented
from meshwright.problems import Path, Problem
from meshwright.targets.ecs import iam
from meshwright.targets.sidecars import DIRECTORY

_PATH = re.compile(r"(/[^/\s:]+)+")


@documented
@dataclass(frozen=True)
class EmptyDirectory:
    """A directory that is empty when a task starts and is deleted with it.

    It belongs to root, unless the image declares a volume at that path.
    """

    read_only: bool = False
    """Whether the application can only read. Default: it can write."""

    def problems(self, where: Path) -> Iterator[Problem]:
        """None."""
        yield from ()

    def made(self, name: str) -> aws.ecs.TaskDefinitionVolumeArgs:
        """The task definition's volume of that name."""
        return aws.ecs.TaskDefinitionVolumeArgs(name=name)


@documented
@dataclass(frozen=True)
class EfsVolume:
    """A directory of an EFS file system, mounted over TLS, with the permission of the task's own role.

    The file system's own security group must allow the mesh's on port 2049.
    """

    file_system: pulumi.Input[str]
    """The id of the file system."""

    access_point: pulumi.Input[str] | None = None
    """The id of an access point, which sets the application's user and root directory. Default: root, at `path`."""

    path: str = "/"
    """An existing directory, not together with an access point. Default: the root of the file system."""

    read_only: bool = False
    """Whether the application can only read. Default: it can write."""

    def problems(self, where: Path) -> Iterator[Problem]:
        """Known values that ECS would reject."""
        for field, value, kind in (
            ("file_system", self.file_system, "fs"),
            ("access_point", self.access_point, "fsap"),
        ):
            if isinstance(value, str) and not re.fullmatch(rf"{kind}-[0-9a-f]{{8,40}}", value):
                yield Problem(
                    "MW402",
                    (*where, field),
                    f'"{value}"',
                    f'an id, as in "{kind}-0a1b2c3d4e5f67890"',
                    "give the id as AWS shows it, or the Output that holds it",
                )
        if not self.path.startswith("/"):
            yield Problem(
                "MW402", (*where, "path"), f'"{self.path}"', 'a path, which begins with "/"', "begin it with /"
            )
        elif self.access_point is not None and self.path != "/":
            yield Problem(
                "MW402",
                (*where, "path"),
                f'"{self.path}", beside an access point',
                "one of them",
                "leave the path out: the access point has one of its own",
            )

    def made(self, name: str) -> aws.ecs.TaskDefinitionVolumeArgs:
        """The task definition's volume of that name."""
        return aws.ecs.TaskDefinitionVolumeArgs(
            name=name,
            efs_volume_configuration=aws.ecs.TaskDefinitionVolumeEfsVolumeConfigurationArgs(
                file_system_id=self.file_system,
                root_directory=self.path,
                transit_encryption="ENABLED",
                authorization_config=aws.ecs.TaskDefinitionVolumeEfsVolumeConfigurationAuthorizationConfigArgs(
                    access_point_id=self.access_point, iam="ENABLED"
                ),
            ),
        )

    def statement(self, known: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[dict[str, Any]]:
        """The permissions that the task's role needs. `known`: partition, region and account, by these names."""
        here = {name: known[name] for name in ("partition", "region", "account")}
        return pulumi.Output.all(**here, file_system=self.file_system, access_point=self.access_point).apply(
            lambda each: iam.mount(**each, write=not self.read_only)
        )


Volume = EmptyDirectory | EfsVolume
Volumes = Mapping[str, Volume]
"""By the path at which each is mounted."""


def problems(volumes: Volumes, where: Path) -> Iterator[Problem]:
    """What is wrong with volumes and their paths."""
    for path, volume in volumes.items():
        if not _PATH.fullmatch(path) or path == DIRECTORY or path.startswith(f"{DIRECTORY}/"):
            yield Problem(
                "MW402",
                (*where, path),
                f'"{path}"',
                f'a directory, as in "/data", and not the mesh\'s {DIRECTORY}',
                "mount it elsewhere",
            )
        yield from volume.problems((*where, path))


def named(path: str) -> str:
    """The name of the volume at a path: its readable characters, and a digest that makes it unique."""
    readable = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-")[:40]
    return f"{readable}-{hashlib.sha256(path.encode()).hexdigest()[:6]}"


def mounted(volumes: Volumes) -> list[dict[str, Any]]:
    """A container's `mountPoints`."""
    return [
        {"sourceVolume": named(path), "containerPath": path, "readOnly": each.read_only}
        for path, each in volumes.items()
    ]
