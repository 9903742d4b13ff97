"""CloudWatch log groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from meshwright.field_docs import documented_component
from meshwright.targets.ecs.model import LogGroup


@documented_component
class LogGroups(pulumi.ComponentResource):
    """Log groups with the retention of the description.

    Args:
        name: The name of the component. The names of its resources begin with it.
        groups: Their names and retentions.
        region: The AWS region.
        kms_key: The ARN of the KMS key that encrypts them. Default: CloudWatch's own encryption.
        keep_when_destroyed: Whether `pulumi destroy` keeps the logs. Default: it deletes them.
        tags: Tags of every resource. Default: none.
        opts: Pulumi's options of the component. Default: none.
    """

    arns: Mapping[str, pulumi.Output[str]]
    """The ARN of each group, by name."""

    names: Mapping[str, pulumi.Output[str]]
    """The name of each group, by name. It is known when the group exists."""

    def __init__(
        self,
        name: str,
        groups: Sequence[LogGroup],
        *,
        region: str,
        kms_key: pulumi.Input[str] | None = None,
        keep_when_destroyed: bool = False,
        tags: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        super().__init__("meshwright:index:LogGroups", name, {}, opts)
        below = pulumi.ResourceOptions(parent=self, retain_on_delete=keep_when_destroyed or None)
        made = {
            each.name: aws.cloudwatch.LogGroup(
                f"{name}{'-' + str(at) if at else ''}",
                name=each.name,
                retention_in_days=each.retention,
                kms_key_id=kms_key,
                region=region,
                tags=dict(tags or {}),
                opts=below,
            )
            for at, each in enumerate(groups)
        }
        self.arns = {name: each.arn for name, each in made.items()}
        self.names = {name: each.name for name, each in made.items()}
        self.register_outputs({"arns": dict(self.arns)})
