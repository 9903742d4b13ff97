"""CloudWatch log groups."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from meshwright.targets.ecs.model import LogGroup


class LogGroups(pulumi.ComponentResource):
    """Log groups with the retention of the description.

    `groups`: their names and retentions. `kms_key`: the ARN of the KMS key that encrypts them; absent: CloudWatch's own
    encryption. `keep_when_destroyed`: whether `pulumi destroy` keeps the logs; absent: it deletes them. `tags` absent:
    none.

    Outputs: `arns` and `names`, by name. A name is known when its group exists.
    """

    arns: Mapping[str, pulumi.Output[str]]
    names: Mapping[str, pulumi.Output[str]]

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
