"""Settings of a stack that say where its mesh runs: `meshwright:network`, `:cluster`, `:gateways`."""

from collections.abc import Mapping
from typing import Any

import pulumi

from meshwright.problems import Problem
from meshwright.provision.ecs.load_balancer import Access
from meshwright.provision.ecs.network import Network
from meshwright.provision.stack import refused


def network() -> Network | None:
    """The network in `meshwright:network`: `vpc`, `subnets`, and optional `public-subnets`."""
    values = _mapping("network", {"vpc": str, "subnets": list, "public-subnets": list}, needed=("vpc", "subnets"))
    return Network(values["vpc"], values["subnets"], values.get("public-subnets", ())) if values else None


def cluster() -> str | None:
    """The ECS cluster in `meshwright:cluster`."""
    return pulumi.Config("meshwright").get("cluster")


def gateways() -> dict[str, Access]:
    """The access to each gateway in `meshwright:gateways`: by name, `public`, `clients` and `certificate` of an Access."""
    found = pulumi.Config("meshwright").get_object("gateways") or {}
    kinds = {"public": bool, "clients": list, "certificate": str}
    return {name: Access(**_checked(("gateways", name), values, kinds)) for name, values in found.items()}


def _mapping(name: str, kinds: Mapping[str, type], needed: tuple[str, ...] = ()) -> dict[str, Any]:
    values = pulumi.Config("meshwright").get_object(name)
    return {} if values is None else _checked((name,), values, kinds, needed)


def _checked(
    path: tuple[str, ...], values: Any, kinds: Mapping[str, type], needed: tuple[str, ...] = ()
) -> dict[str, Any]:
    """The values, unchanged. Raises pulumi.RunError (MW402) for unknown and missing names and for wrong types."""
    expected = ", ".join(kinds)
    fix = "correct meshwright:" + ".".join(path) + " in the stack's configuration"
    if not isinstance(values, dict):
        raise refused([Problem("MW402", path, repr(values), f"a mapping of {expected}", fix)])
    wrong = [each for each in values if each not in kinds or not isinstance(values[each], kinds[each])]
    problems = [Problem("MW402", (*path, each), repr(values[each]), expected, fix) for each in wrong]
    problems += [Problem("MW402", (*path, each), "nothing", expected, fix) for each in needed if each not in values]
    if problems:
        raise refused(problems)
    return values
