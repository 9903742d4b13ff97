"""The functions that a program may call. Others are rejected by name."""

from collections.abc import Callable
from typing import Any

from . import kinds
from .making import ACCOUNT, AwsError
from .schema import short
from .state import Row, State
from .values import Values

Invoke = Callable[[State, str, Values], Values]


def _identity(_state: State, _region: str, _arguments: Values) -> Values:
    return {
        "id": ACCOUNT,
        "accountId": ACCOUNT,
        "userId": "AIDASTANDIN",
        "arn": f"arn:aws:iam::{ACCOUNT}:user/stand-in",
    }


def _region(_state: State, region: str, _arguments: Values) -> Values:
    return {
        "id": region,
        "region": region,
        "name": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
        "description": "stand-in",
    }


def _partition(_state: State, _here: str, _arguments: Values) -> Values:
    return {"id": "aws", "partition": "aws", "dnsSuffix": "amazonaws.com", "reverseDnsPrefix": "com.amazonaws"}


def _zones(_state: State, region: str, _arguments: Values) -> Values:
    names = [f"{region}{letter}" for letter in ("acd" if region == "ap-northeast-1" else "abc")]
    word = "".join(part[:1] for part in region.split("-")[:-1]) + region[-1]
    ids = [f"{word}-az{number}" for number in (1, 2, 3)]
    return {"id": region, "names": names, "zoneIds": ids, "groupNames": [region] * 3}


def _environment(state: State, region: str, arguments: Values) -> Values:
    own = arguments["environmentId"]
    row = _found(state, "appconfig.Environment", own, region)
    return {
        "id": row.outputs["id"],
        "applicationId": arguments["applicationId"],
        "environmentId": own,
        "arn": row.outputs["arn"],
        "name": row.inputs.get("name"),
        "description": row.inputs.get("description", ""),
        "monitors": row.inputs.get("monitors", []),
        "state": kinds.appconfig.environment_state(state, own),
        "tags": row.inputs.get("tags", {}),
    }


def _vpc(state: State, region: str, arguments: Values) -> Values:
    row = _found(state, "ec2.Vpc", arguments.get("id") or _by_tags(state, "ec2.Vpc", arguments), region)
    return {**row.outputs, "cidrBlock": row.inputs["cidrBlock"], "tags": row.inputs.get("tags", {})}


def _subnet(state: State, region: str, arguments: Values) -> Values:
    row = _found(state, "ec2.Subnet", arguments.get("id") or _by_tags(state, "ec2.Subnet", arguments), region)
    return {
        **row.outputs,
        "vpcId": row.inputs["vpcId"],
        "cidrBlock": row.inputs["cidrBlock"],
        "tags": row.inputs.get("tags", {}),
    }


def _subnets(state: State, region: str, arguments: Values) -> Values:
    homes = [value for each in arguments.get("filters", []) if each["name"] == "vpc-id" for value in each["values"]]
    tags = arguments.get("tags", {}).items()
    rows = [each for each in state.rows("ec2.Subnet") if each.region == region]
    ids = [each.id for each in rows if each.inputs["vpcId"] in homes and tags <= each.inputs.get("tags", {}).items()]
    return {"id": region, "ids": ids}


def _parameter(state: State, region: str, arguments: Values) -> Values:
    name = arguments["name"]
    if name.startswith("/aws/service/"):  # AWS's own, such as the latest machine image for ECS
        return {"id": name, "name": name, "value": "ami-0123456789abcdef0", "type": "String", "version": 1}
    row = _found(state, "ssm.Parameter", name, region)
    return {
        "id": name,
        "name": name,
        "value": row.inputs.get("value"),
        "type": row.inputs["type"],
        "version": row.outputs["version"],
    }


def _secret(state: State, region: str, arguments: Values) -> Values:
    """By its name, or its ARN, without its value."""
    name = str(arguments.get("name") or arguments.get("arn"))
    for own in {name, name.rpartition(":")[2][:-7]}:
        for found in state.read("secret", f"{region}/{own}"):
            return {"id": found["arn"], "arn": found["arn"], "name": own, "kmsKeyId": found["key"], "tags": {}}
    raise AwsError("ResourceNotFoundException", f"no secret {name} in {region}")


def _zone(state: State, _region: str, arguments: Values) -> Values:
    """A private zone by its name and a VPC of it."""
    name, home = str(arguments["name"]).rstrip("."), arguments.get("vpcId")
    for row in state.rows("route53.Zone"):
        homes = [each["vpcId"] for each in row.inputs.get("vpcs", [])]
        if row.inputs["name"].rstrip(".") == name and home in homes:
            return {**row.outputs, "name": name, "privateZone": True, "tags": row.inputs.get("tags", {})}
    raise AwsError("NotFound", "no matching Route 53 Hosted Zone found")


def _log_groups(state: State, region: str, arguments: Values) -> Values:
    prefix = str(arguments.get("logGroupNamePrefix") or "")
    rows = [each for each in state.rows("cloudwatch.LogGroup") if each.region == region]
    found = sorted((each.outputs["id"], each.outputs["arn"]) for each in rows if each.outputs["id"].startswith(prefix))
    return {
        "id": region,
        "arns": [arn for _, arn in found],
        "logGroupNames": [name for name, _ in found],
        "logGroupNamePrefix": prefix,
    }


def _by_tags(state: State, kind: str, arguments: Values) -> str:
    tags = arguments.get("tags", {}).items()
    found = [each for each in state.rows(kind) if tags <= each.inputs.get("tags", {}).items()]
    return found[0].id if len(found) == 1 else f"(by tags: {len(found)} matches)"


def _found(state: State, kind: str, word: Any, region: str) -> Row:
    row = state.find(kind, str(word), region)
    if row is None:
        raise AwsError("NotFound", f"no {kind} {word} in {region}")
    return row


INVOKES: dict[str, Invoke] = {
    "index.getCallerIdentity": _identity,
    "index.getRegion": _region,
    "index.getPartition": _partition,
    "index.getAvailabilityZones": _zones,
    "appconfig.getEnvironment": _environment,
    "cloudwatch.getLogGroups": _log_groups,
    "ec2.getVpc": _vpc,
    "ec2.getSubnet": _subnet,
    "ec2.getSubnets": _subnets,
    "route53.getZone": _zone,
    "secretsmanager.getSecret": _secret,
    "ssm.getParameter": _parameter,
}


def invoke(state: State, token: str, region: str, arguments: Values) -> Values:
    """Raises AwsError for a function that the double doesn't play, and for what doesn't exist."""
    if short(token) not in INVOKES:
        raise AwsError("StandIn", f"the test double of AWS does not implement the function {token}")
    region = arguments.get("region") or region
    return {**INVOKES[short(token)](state, region, arguments), "region": region}
