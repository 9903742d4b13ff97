"""IAM statements: the actions that tasks need, on exactly the resources that they need."""

from collections.abc import Iterable
from typing import Any

from meshwright.targets.ecs import images
from meshwright.targets.ecs.model import LogGroup, Statement
from meshwright.targets.ecs.network import dns_suffix
from meshwright.targets.tokens import names

_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_READ = ("appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession")
_APPLICATION = "arn:${partition}:appconfig:${region}:${account}:application/${application_id}"


def read_bundles() -> Statement:
    """For the role of a service's tasks: the AppConfig Agent reads the service's own application, which has the bundles of
    its versions and nothing else. So a new version changes no permission."""
    return Statement("ReadBundles", _READ, (f"{_APPLICATION}/*",))


def read_bundle() -> Statement:
    """For the role of one node: the AppConfig Agent reads the configuration of that proxy only."""
    return Statement(
        "ReadBundle", _READ, (_APPLICATION + "/environment/${environment_id}/configuration/${profile_id}",)
    )


def execution(log_groups: Iterable[LogGroup], used_images: Iterable[str], secrets: Iterable[str]) -> list[Statement]:
    """For the execution role of a service's tasks: ECS pulls images, reads secrets and writes logs.

    `secrets`: names of the description.
    """
    found = [write_logs(log_groups), *_pull(sorted(set(used_images)))]
    arns = tuple(f"${{secret:{name}}}" for name in sorted(set(secrets)))
    return found + ([Statement("ReadSecrets", ("secretsmanager:GetSecretValue",), arns)] if arns else [])


def write_logs(log_groups: Iterable[LogGroup]) -> Statement:
    """For an execution role: log drivers write the logs of containers."""
    groups = [f"arn:${{partition}}:logs:${{region}}:${{account}}:log-group:{each.name}:*" for each in log_groups]
    return Statement("WriteLogs", ("logs:CreateLogStream", "logs:PutLogEvents"), tuple(groups))


def hand_over(secrets: Iterable[str]) -> dict[str, Any]:
    """For an execution role, in IAM's own form: ECS reads these secrets, by their ARNs as in a container definition. Each
    action applies to one kind of resource only, so one statement has both."""
    whole = sorted({":".join(each.split(":")[:7]) for each in secrets})
    return _allow("ReadOwnSecrets", ["secretsmanager:GetSecretValue", "ssm:GetParameters"], whole)


def decrypt(key: str, region: str) -> dict[str, Any]:
    """For an execution role, in IAM's own form: decrypts with this key, only through the services that store secrets."""
    through = [f"{service}.{region}.{dns_suffix(region)}" for service in ("secretsmanager", "ssm")]
    return _allow("DecryptSecrets", ["kms:Decrypt"], [key], {"StringEquals": {"kms:ViaService": through}})


def mount(
    *, partition: str, region: str, account: str, file_system: str, access_point: str | None, write: bool
) -> dict[str, Any]:
    """For a task's own role, in IAM's own form: mounts an EFS file system, through the access point only if there is one.
    ClientRootAccess is never granted."""
    here = f"arn:{partition}:elasticfilesystem:{region}:{account}:"
    actions = ["elasticfilesystem:ClientMount", *(["elasticfilesystem:ClientWrite"] if write else [])]
    through = {"elasticfilesystem:AccessPointArn": f"{here}access-point/{access_point}"}
    resource = f"{here}file-system/{file_system}"
    sid = _sid("Mount" if write else "MountReadOnly", file_system, access_point or "")
    return _allow(sid, actions, [resource], {"StringEquals": through} if access_point else None)


def _sid(*parts: str) -> str:
    """A statement id. IAM allows letters and digits, and each id once in a policy."""
    return "".join(parts).replace("-", "")


def _allow(
    sid: str, actions: list[str], resources: list[str], condition: dict[str, Any] | None = None
) -> dict[str, Any]:
    found = {"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": resources}
    return found | ({"Condition": condition} if condition else {})


def _pull(used_images: list[str]) -> list[Statement]:
    repositories = {found for image in used_images if (found := images.ecr_repository(image))}
    reason = ""
    if any(True for image in used_images for _ in names(image)):
        # If an image is only known when Pulumi runs, so is its repository.
        repositories = {"arn:${partition}:ecr:${region}:${account}:repository/*"}
        reason = "an image is given as an input: its repository is not known beforehand"
    if not repositories:
        return []
    login = Statement(
        "LogInToEcr",
        ("ecr:GetAuthorizationToken",),
        ("*",),
        reason="the action has no narrower resource: IAM knows none",
    )
    return [login, Statement("PullImages", _PULL, tuple(sorted(repositories)), reason)]


def retrieval(environment: str) -> tuple[Statement, ...]:
    """For the role with which AppConfig reads bundles from the bucket of the mesh."""
    return (
        Statement("ReadBundles", ("s3:GetObject", "s3:GetObjectVersion"), (f"${{bucket_arn}}/{environment}/*",)),
        Statement(
            "ReadBucket",
            ("s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket", "s3:ListBucketVersions"),
            ("${bucket_arn}",),
        ),
        Statement(
            "FindBucket",
            ("s3:ListAllMyBuckets",),
            ("*",),
            reason="AppConfig asks for it of every S3 source, and the action has no narrower resource",
        ),
    )
