"""A template: every resource, each referring to the others as a template does."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from tests.standin.state import Row

from .kinds import NO_TYPE, kind_of, texts, words_of
from .shapes import Values
from .writing import schema_of, written


def template(rows: Iterable[Row]) -> dict[str, Any]:
    """The resources as a CloudFormation template. Raises LookupError for a type or a property that it does not know."""
    rows = [each for each in rows if each.type not in NO_TYPE]
    logical = {each.number: _logical(each) for each in rows}
    references = _References(rows, logical)
    buckets = {each.inputs["bucket"]: logical[each.number] for each in rows if each.type == "s3.Bucket"}
    resources: dict[str, Any] = {}
    for row in rows:
        cfn, kind = kind_of(row.type)
        properties = references.put(_properties(row), logical[row.number])
        if kind.into:
            resources[buckets[row.inputs["bucket"]]]["Properties"][kind.into] = properties
        else:
            resources[logical[row.number]] = {"Type": cfn, "Properties": properties}
        if row.type == "ec2.InternetGateway":
            attached = {"VpcId": row.inputs["vpcId"], "InternetGatewayId": row.id}
            resources[f"{logical[row.number]}Attachment"] = {
                "Type": "AWS::EC2::VPCGatewayAttachment",
                "Properties": references.put(attached, ""),
            }
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources}


def _logical(row: Row) -> str:
    kind = row.type.partition(".")[2]
    return re.sub(r"[^A-Za-z0-9]", "", f"{row.name.title()}{kind}")


def _properties(row: Row) -> Values:
    cfn, kind = kind_of(row.type)
    schema = schema_of(cfn)
    node: dict[str, Any] = {"properties": schema["properties"]}
    inputs = kind.shape(texts(row.type, {key: each for key, each in row.inputs.items() if key != "region"}))
    if kind.into:
        node = schema["properties"][kind.into]
        inputs = {key: each for key, each in inputs.items() if key != "bucket"}
    found: Values = written(inputs, node, words_of(row.type), kind.left, schema, "")
    return found


class _References:
    """What stands for an id, an ARN or a name of another resource. A name stands for it only where it is all of a value."""

    def __init__(self, rows: Iterable[Row], logical: Mapping[int, str]) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        for row in rows:
            for output, how in kind_of(row.type)[1].returns.items():
                self._known[str(row.outputs[output])] = (logical[row.number], how)
        arns = sorted((each for each in self._known if each.startswith("arn:")), key=len, reverse=True)
        self._inside = re.compile("|".join(map(re.escape, arns)) or "(?!)")

    def put(self, value: Any, own: str) -> Any:
        if isinstance(value, dict):
            return {key: self.put(each, own) for key, each in value.items()}
        if isinstance(value, list):
            return [self.put(each, own) for each in value]
        if not isinstance(value, str):
            return value
        target, how = self._known.get(value, (own, ""))
        if target != own:
            return {"Ref": target} if how == "Ref" else {"Fn::GetAtt": [target, how]}
        if self._inside.search(value):
            text = re.sub(r"\$\{", "${!", value)
            return {"Fn::Sub": self._inside.sub(lambda each: self._named(each[0]), text)}
        return value

    def _named(self, word: str) -> str:
        target, how = self._known[word]
        return f"${{{target}}}" if how == "Ref" else f"${{{target}.{how}}}"
