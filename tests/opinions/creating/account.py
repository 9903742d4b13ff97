"""An account in moto, and requests by the names that botocore's models have."""

import importlib
import inspect
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from boto3.session import Session
from botocore import xform_name
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.core.responses import BaseResponse

from ..cloudformation.shapes import Values
from ..worlds import ACCOUNT


class Lacking(Exception):
    """Moto has no such operation."""


class Account:
    """Clients of moto, and the words of the test double with what stands for each in moto: ids and ARNs."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {ACCOUNT: DEFAULT_ACCOUNT_ID}

    def call(self, operation: str, values: Values, words: Mapping[str, str] | None = None) -> Any:
        """Makes a request: `ecs.CreateCluster`. `words`: the request's name for a property, each from the top."""
        service, _, name = operation.partition(".")
        if service != "s3" and xform_name(name) not in _had(service.replace("-", "")):
            raise Lacking(operation)
        client = _client(service)
        shape = client.meta.service_model.operation_model(name).input_shape
        return getattr(client, xform_name(name))(**_built(values, shape, words or {}, ""))

    def learn(self, words: Mapping[str, Any], found: Mapping[str, Any]) -> None:
        """What the test double calls `words[x]` is `found[x]` here."""
        self.known |= {str(words[name]): str(each) for name, each in found.items()}

    def told(self, value: Any) -> Any:
        """A value of the test double in moto's words."""
        if isinstance(value, dict):
            return {key: self.told(each) for key, each in value.items()}
        if isinstance(value, list):
            return [self.told(each) for each in value]
        if not isinstance(value, str) or value in self.known:
            return self.known.get(value, value) if isinstance(value, str) else value
        parts = sorted((each for each in self.known if len(each) > 8), key=len, reverse=True)
        return re.sub("|".join(map(re.escape, parts)) or "(?!)", lambda each: self.known[each[0]], value)


@cache
def _client(service: str) -> Any:
    """Once a process: to make one takes as long as twenty requests."""
    return Session(region_name="eu-west-1").client(service)


@cache
def _had(service: str) -> frozenset[str]:
    """The operations that moto has."""
    module = importlib.import_module(f"moto.{service}.responses")
    classes = [each for _, each in inspect.getmembers(module, inspect.isclass) if issubclass(each, BaseResponse)]
    return frozenset(name for each in classes for name in dir(each))


def _built(value: Any, shape: Any, words: Mapping[str, str], path: str) -> Any:
    if shape.type_name == "list":
        if path in ("tags", "Tags") and isinstance(value, dict):
            value = [{"Key": key, "Value": each} for key, each in value.items()]
        items = value if isinstance(value, list) else [value]
        return [_built(each, shape.member, words, path) for each in items]
    if shape.type_name == "structure":
        found: Values = {}
        for name, each in value.items():
            here = f"{path}.{name}" if path else name
            if each is not None and not name.startswith("__"):
                _put(found, each, words.get(here, name).split("."), shape, words, here)
        return found
    if shape.type_name == "string" and not isinstance(value, str):
        return str(value).lower()
    if shape.type_name in ("integer", "long") and isinstance(value, str):
        return int(value)
    if shape.type_name == "boolean" and isinstance(value, str):
        return {"true": True, "false": False}[value]
    return value


def _put(found: Values, value: Any, steps: list[str], shape: Any, words: Mapping[str, str], path: str) -> None:
    same = {each.lower(): each for each in shape.members}
    if steps[0].lower() not in same:
        raise LookupError(f"{shape.name} has no {steps[0]}, for {path}; it has {', '.join(sorted(shape.members))}")
    name = same[steps[0].lower()]
    if len(steps) > 1:
        _put(found.setdefault(name, {}), value, steps[1:], shape.members[name], words, path)
    else:
        found[name] = _built(value, shape.members[name], words, path)
