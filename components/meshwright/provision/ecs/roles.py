"""IAM roles from the statements of the target."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from meshwright.provision.ecs.options import beside
from meshwright.provision.ecs.tokens import Known, fill
from meshwright.targets.ecs import iam
from meshwright.targets.ecs.model import Statement

More = pulumi.Input[Mapping[str, Any]] | pulumi.Output[list[dict[str, Any]]]
"""A statement in IAM's own form, or a list of them that is only known later."""


def document(statements: Sequence[Statement]) -> dict[str, Any]:
    """The statements as an IAM policy document."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": each.sid, "Effect": "Allow", "Action": list(each.actions), "Resource": list(each.resources)}
            for each in statements
        ],
    }


def role(
    name: str,
    called: str,
    trusted: str,
    statements: Sequence[Statement],
    *,
    known: Known,
    more: Sequence[More] = (),
    for_tasks: bool = False,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> pulumi.Output[str]:
    """The ARN of a role with the name `called`, which the service `trusted` can assume.

    The statements, and `more` in IAM's own form, become its one inline policy. The ARN is known when the policy exists: a
    resource that uses the role has its permissions. `for_tasks`: only for tasks of this account and region, so that ECS
    cannot be led to use it for another account's; `known` must know both.
    """
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": trusted}}
    trust = {"Version": "2012-10-17", "Statement": [statement | ({"Condition": iam.OWN_TASKS} if for_tasks else {})]}
    assume = fill(trust, known).apply(json.dumps) if for_tasks else json.dumps(trust)
    made = aws.iam.Role(name, name=called, assume_role_policy=assume, tags=dict(tags), opts=beside(opts))
    if not statements and not more:
        return made.arn
    policy = permit(name, "meshwright", made.name, statements, known=known, more=more, opts=opts)
    return pulumi.Output.all(made.arn, policy.id).apply(lambda values: str(values[0]))


def permit(
    name: str,
    called: str,
    role: pulumi.Input[str],
    statements: Sequence[Statement],
    *,
    known: Known,
    more: Sequence[More] = (),
    opts: pulumi.ResourceOptions,
) -> aws.iam.RolePolicy:
    """An inline policy of a role: the statements, and `more` in IAM's own form."""
    text = fill(document(statements), known).apply(lambda whole: _joined(whole, more) if more else json.dumps(whole))
    return aws.iam.RolePolicy(name, name=called, role=role, policy=text, opts=beside(opts))


def _joined(whole: Mapping[str, Any], more: Sequence[More]) -> pulumi.Output[str]:
    return pulumi.Output.all(*more).apply(lambda known: json.dumps(_with(whole, known)))


def _with(whole: Mapping[str, Any], more: Sequence[Mapping[str, Any] | list[Any]]) -> dict[str, Any]:
    """The document and more statements, equal ones once: IAM refuses a statement id that occurs twice."""
    flat = [one for each in more for one in (each if isinstance(each, list) else [each])]
    statements = [*whole["Statement"], *(each for at, each in enumerate(flat) if each not in flat[:at])]
    return {**whole, "Statement": statements}
