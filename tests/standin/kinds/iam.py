"""IAM: valid policy documents within IAM's size limits."""

import json
import re
from collections.abc import Iterator
from typing import Any

from ..check import Failure, rule
from ..making import ACCOUNT, AwsError, Making, create, delete
from ..state import Row, State
from ..values import Values, is_unknown

_KEYS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal", "Condition"}
_ACTION = re.compile(r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+")
_RESOURCE = re.compile(r"\*|arn:[a-z0-9*-]*:[a-z0-9*-]+:[^:]*:[^:]*:.+")


@create("iam.Role")
def role(making: Making) -> Values:
    path = making.get("path", "/")
    return {
        "id": making.name,
        "arn": making.arn("iam", f"role{path}{making.name}", region=False),
        "path": path,
        "uniqueId": "AROA" + making.hex(17).upper(),
        "createDate": "2026-01-01T00:00:00Z",
        "maxSessionDuration": making.get("maxSessionDuration", 3600),
    }


@delete("iam.Role")
def free_first(row: Row, state: State) -> None:
    if any(each.type == "iam.InstanceProfile" for each in state.holders(row)):
        raise AwsError("DeleteConflict", f"role {row.id} is in an instance profile")


@create("iam.RolePolicy")
def inline(making: Making) -> Values:
    """A role's inline policies may be 10,240 characters together."""
    mine = making.get("role")
    others = [
        each for each in making.state.rows("iam.RolePolicy") if each.inputs["role"] == mine and each.urn != making.urn
    ]
    size = sum(_size(each.inputs["policy"]) for each in others) + _size(making.get("policy"))
    if size > 10_240:
        raise AwsError("LimitExceeded", f"maximum policy size of 10240 bytes exceeded for role {mine}: {size}")
    return {"id": f"{mine}:{making.name}"}


@create("iam.Policy")
def managed(making: Making) -> Values:
    path = making.get("path", "/")
    arn = making.arn("iam", f"policy{path}{making.name}", region=False)
    return {"id": arn, "arn": arn, "path": path, "policyId": "ANPA" + making.hex(17).upper(), "attachmentCount": 0}


@create("iam.RolePolicyAttachment")
def attachment(making: Making) -> Values:
    arn = making.get("policyArn")
    if f":{ACCOUNT}:" in arn and not making.state.find("iam.Policy", arn):
        raise AwsError("NoSuchEntity", f"policy {arn} does not exist")
    return {"id": f"{making.get('role')}-{making.hex(26)}"}


@create("iam.InstanceProfile")
def instance_profile(making: Making) -> Values:
    arn = making.arn("iam", f"instance-profile{making.get('path', '/')}{making.name}", region=False)
    return {
        "id": making.name,
        "arn": arn,
        "uniqueId": "AIPA" + making.hex(17).upper(),
        "createDate": "2026-01-01T00:00:00Z",
    }


@rule("iam.Role")
def trust(given: Values) -> Iterator[Failure]:
    yield from _document(given, "assumeRolePolicy", 2048, trust=True)


@rule("iam.RolePolicy")
def inline_document(given: Values) -> Iterator[Failure]:
    yield from _document(given, "policy", 10_240)


@rule("iam.Policy")
def managed_document(given: Values) -> Iterator[Failure]:
    yield from _document(given, "policy", 6144)


def _size(text: str) -> int:
    """IAM counts no white space."""
    return len(re.sub(r"\s", "", text))


def _document(given: Values, name: str, most: int, *, trust: bool = False) -> Iterator[Failure]:
    text = given[name]
    if is_unknown(text):
        return
    try:
        document = json.loads(text)
        statements = document["Statement"]
    except (ValueError, TypeError, KeyError) as error:
        yield name, f"MalformedPolicyDocument: {error!r}"
        return
    if _size(text) > most:
        yield name, f"LimitExceeded: {_size(text)} characters without white space, at most {most} are allowed"
    if document.get("Version") not in ("2012-10-17", "2008-10-17"):
        yield name, f"MalformedPolicyDocument: version {document.get('Version')!r}"
    listed = statements if isinstance(statements, list) else [statements]
    ids = [each["Sid"] for each in listed if each.get("Sid")]
    if twice := {each for each in ids if ids.count(each) > 1}:
        yield name, f"MalformedPolicyDocument: statement ids must be unique, found twice: {', '.join(sorted(twice))}"
    for index, statement in enumerate(listed):
        yield from (
            (name, f"MalformedPolicyDocument: statement {index}: {why}") for why in _statement(statement, trust)
        )


def _statement(statement: Any, trust: bool) -> Iterator[str]:
    if stray := set(statement) - _KEYS:
        yield f"unknown keys {', '.join(sorted(stray))}"
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield f"effect {statement.get('Effect')!r}"
    if not re.fullmatch("[A-Za-z0-9]*", statement.get("Sid", "")):
        yield f"Sid {statement['Sid']!r} is more than letters and digits"
    actions = _list(statement.get("Action") or statement.get("NotAction"))
    if not actions:
        yield "no action"
    yield from (f"action {each!r} is none" for each in actions if not _ACTION.fullmatch(str(each)))
    if trust:
        if "Resource" in statement:
            yield "a trust policy has no resource"
        if "Principal" not in statement:
            yield "no principal"
        return
    if "Principal" in statement:
        yield "an identity's policy has no principal"
    resources = _list(statement.get("Resource") or statement.get("NotResource"))
    if not resources:
        yield "no resource"
    yield from (f"resource {each!r} is no ARN" for each in resources if not _RESOURCE.fullmatch(str(each)))


def _list(value: Any) -> list[Any]:
    return [] if value is None else value if isinstance(value, list) else [value]
