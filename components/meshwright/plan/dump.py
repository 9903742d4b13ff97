"""The plan as YAML, and back."""

from functools import cache
from typing import Any

import yaml
from pydantic import TypeAdapter

from meshwright.plan.model import Plan, VirtualRouter


def to_values(plan: Plan | VirtualRouter) -> dict[str, Any]:
    """The plan, or a router, as plain values: texts, numbers, lists and mappings. Durations are texts such as "5s"."""
    kind: Any = type(plan)
    values: dict[str, Any] = _adapter(kind).dump_python(plan, mode="json", exclude_defaults=True)
    return values


def from_values(values: object) -> Plan:
    """The plan of the values of `to_values`. Raises pydantic.ValidationError for other values."""
    plan: Plan = _adapter(Plan).validate_python(values)
    return plan


def to_yaml(plan: Plan) -> str:
    """The plan as YAML, in the order of the model. `from_yaml` reads the same plan back."""
    return yaml.dump(to_values(plan), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def from_yaml(text: str) -> Plan:
    """The plan from its YAML. Raises yaml.YAMLError or pydantic.ValidationError."""
    return from_values(yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes no anchors: every value is where it is used, so that a diff of lines is readable."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
