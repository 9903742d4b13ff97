"""CloudWatch log groups."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from weakref import WeakKeyDictionary

import pulumi
import pulumi_aws as aws
from pulumi.runtime.settings import get_monitor

from meshwright.field_docs import documented_component
from meshwright.provision import state
from meshwright.targets.ecs.model import LogGroup

_TYPE = "aws:cloudwatch/logGroup:LogGroup"


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
        kept = _kept(groups, region, self) if keep_when_destroyed else frozenset()
        made = {
            each.name: aws.cloudwatch.LogGroup(
                f"{name}{'-' + str(at) if at else ''}",
                name=each.name,
                retention_in_days=each.retention,
                kms_key_id=kms_key,
                region=region,
                tags=dict(tags or {}),
                opts=_adopting(each.name, below) if each.name in kept else below,
            )
            for at, each in enumerate(groups)
        }
        self.arns = {name: each.arn for name, each in made.items()}
        self.names = {name: each.name for name, each in made.items()}
        self.register_outputs({"arns": dict(self.arns)})


_Names = dict[tuple[object, str, str], Set[str]]

_found: WeakKeyDictionary[object, _Names] = WeakKeyDictionary()
"""The names of groups that exist, by provider, region and prefix, by the connection to the engine: each run has its own."""


def _kept(groups: Sequence[LogGroup], region: str, parent: pulumi.Resource) -> Set[str]:
    """The names of the groups that exist and that the stack does not have: of a service that was removed and comes back."""
    ours = {each.outputs.get("name") for each in state.of_type(_TYPE)}
    missing = [each.name for each in groups if each.name not in ours]
    return {each for each in missing if each in _existing(each[: each.rfind("/") + 1] or each, region, parent)}


def _existing(prefix: str, region: str, parent: pulumi.Resource) -> Set[str]:
    """The names of all groups that begin so, as with "/meshwright/shop/prod/". AWS is asked once a run: it allows few calls
    a second, and each service has a group there."""
    known = _found.setdefault(get_monitor(), {})
    key = (parent.get_provider(_TYPE), region, prefix)
    if key not in known:
        ask = pulumi.InvokeOptions(parent=parent)
        found = aws.cloudwatch.get_log_groups(log_group_name_prefix=prefix, region=region, opts=ask)
        known[key] = frozenset(found.log_group_names)
    return known[key]


def _adopting(name: str, opts: pulumi.ResourceOptions) -> pulumi.ResourceOptions:
    """Takes an existing group into the stack, as it is. The next `up` gives it the described retention, key and tags."""
    adopting = pulumi.ResourceOptions(import_=name, ignore_changes=["retentionInDays", "kmsKeyId", "tags"])
    return pulumi.ResourceOptions.merge(opts, adopting)
