"""IAM statements: the actions that tasks need, on exactly the resources that they need."""

from collections.abc import Iterable
from typing import Any

from meshwright.targets.ecs import images
from meshwright.targets.ecs.model import LogGroup, Statement
from meshwright.targets.ecs.network import dns_suffix
from meshwright.targets.tokens import names

_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
_LOG_IN = ("ecr:GetAuthorizationToken",)
_IMPORT = ("ecr:BatchImportUpstreamImage", "ecr:CreateRepository")
_READ = ("appconfig:GetLatestConfiguration", "appconfig:StartConfigurationSession")
_APPLICATION = "arn:${partition}:appconfig:${region}:${account}:application/${application_id}"

OWN_TASKS = {
    "StringEquals": {"aws:SourceAccount": "${account}"},
    "ArnLike": {"aws:SourceArn": "arn:${partition}:ecs:${region}:${account}:*"},
}
"""The condition of a task role's trust. Source: ECS developer guide, "Task IAM role". It is documented for task roles only:
an execution role and AppConfig's role that refuse their service would stop every task."""


def read_bundles() -> Statement:
    """For the role of a service's tasks: the AppConfig Agent reads the service's own application, which has the bundles of
    its versions and nothing else. So a new version changes no permission."""
    return Statement("ReadBundles", _READ, (f"{_APPLICATION}/*",))


def read_bundle() -> Statement:
    """For the role of one node: the AppConfig Agent reads the configuration of that proxy only."""
    return Statement(
        "ReadBundle", _READ, (_APPLICATION + "/environment/${environment_id}/configuration/${profile_id}",)
    )


def execution(
    log_groups: Iterable[LogGroup], applications: Iterable[str], sidecars: Iterable[str], secrets: Iterable[str]
) -> list[Statement]:
    """For the execution role of a service's tasks: ECS pulls images, reads secrets and writes logs.

    `applications`, `sidecars`: images. `secrets`: names of the description.
    """
    sidecars = set(sidecars)
    found = [write_logs(log_groups), *_pull(sorted({*applications, *sidecars})), *_import(sidecars)]
    arns = tuple(f"${{secret:{name}}}" for name in sorted(set(secrets)))
    return found + ([Statement("ReadSecrets", ("secretsmanager:GetSecretValue",), arns)] if arns else [])


def write_logs(log_groups: Iterable[LogGroup]) -> Statement:
    """For an execution role: log drivers write the logs of containers."""
    groups = [f"arn:${{partition}}:logs:${{region}}:${{account}}:log-group:{each.name}:*" for each in log_groups]
    return Statement("WriteLogs", ("logs:CreateLogStream", "logs:PutLogEvents"), tuple(groups))


def hand_over(secrets: Iterable[str]) -> dict[str, Any]:
    """For an execution role, in IAM's own form: ECS reads these secrets, by their ARNs as in a container definition. Each
    action applies to one kind of resource only, so one statement may have both."""
    whole = sorted({":".join(each.split(":")[:7]) for each in secrets})
    actions = {"secretsmanager": "secretsmanager:GetSecretValue", "ssm": "ssm:GetParameters"}
    stores = {each.split(":")[2] for each in whole}
    return _allow("ReadOwnSecrets", [action for store, action in actions.items() if store in stores], whole)


def decrypt(key: str, region: str) -> dict[str, Any]:
    """For an execution role, in IAM's own form: decrypts with this key, only through the services that store secrets."""
    through = [f"{service}.{region}.{dns_suffix(region)}" for service in ("secretsmanager", "ssm")]
    return _allow("DecryptSecrets", ["kms:Decrypt"], [key], {"StringEquals": {"kms:ViaService": through}})


def decrypt_secrets(keys: Iterable[str | None], *, partition: str, region: str, account: str) -> list[dict[str, Any]]:
    """The same for the keys of several secrets. None or empty: the account's own key, which everybody may use."""
    found = [_decrypt(key, partition, region, account) for key in sorted({key for key in keys if key})]
    return [{**each, "Sid": f"{each['Sid']}{at or ''}"} for at, each in enumerate(found)]


def _decrypt(key: str, partition: str, region: str, account: str) -> dict[str, Any]:
    """For a key as Secrets Manager names it: by its ARN, its id, or the ARN or name of an alias. A policy knows keys by
    their ARNs, and what has an alias by a condition."""
    _, _, alias = key.rpartition("alias/")
    here = f"arn:{partition}:kms:{region}:{account}:"
    if alias != key:
        any_key = decrypt(f"{here}key/*", region)
        any_key["Condition"]["ForAnyValue:StringEquals"] = {"kms:ResourceAliases": f"alias/{alias}"}
        return any_key
    return decrypt(key if key.startswith("arn:") else f"{here}key/{key}", region)


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


def pull(image: str, *, partition: str, region: str, account: str) -> list[dict[str, Any]]:
    """For an execution role, in IAM's own form: ECS pulls an image that is only known when Pulumi runs."""
    repository = images.repository(image, partition=partition, region=region, account=account)
    return [
        _allow("LogInToEcrForOwnImage", list(_LOG_IN), ["*"]),
        _allow("PullOwnImage", list(_PULL), [repository]),
    ]


def _pull(used_images: list[str]) -> list[Statement]:
    repositories = {found for image in used_images if (found := images.ecr_repository(image))}
    # If an image is only known when Pulumi runs, so is its repository.
    repositories |= {f"${{repository:{name[6:]}}}" for image in used_images for name in names(image)}
    if not repositories:
        return []
    login = Statement("LogInToEcr", _LOG_IN, ("*",), reason="the action has no narrower resource: IAM knows none")
    return [login, Statement("PullImages", _PULL, tuple(sorted(repositories)))]


def _import(sidecars: Iterable[str]) -> list[Statement]:
    """ECR's pull-through cache imports an image, and creates its repository, with the permissions of who pulls it. Only for
    the mesh's own containers, whose images are public: the repository of an application is its team's."""
    repositories = {found for image in sidecars if (found := images.ecr_repository(image))}
    return [Statement("ImportImages", _IMPORT, tuple(sorted(repositories)))] if repositories else []


def only_encrypted(bucket_arn: str) -> dict[str, Any]:
    """The policy of the bucket, in IAM's own form: nobody reaches it without TLS."""
    statement = {
        "Sid": "OnlyEncrypted",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [bucket_arn, f"{bucket_arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {"Version": "2012-10-17", "Statement": [statement]}


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
