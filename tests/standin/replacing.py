"""Replacements that depend on values: what the provider's `CustomizeDiff` functions decide."""

from collections.abc import Callable, Iterator

from .values import Values, has_unknown

Replaces = Callable[[Values, Values], Iterator[str]]
REPLACES: dict[str, Replaces] = {}


def _register(kind: str) -> Callable[[Replaces], Replaces]:
    def register(function: Replaces) -> Replaces:
        REPLACES[kind] = function
        return function

    return register


def replaced(kind: str, old: Values, new: Values) -> set[str]:
    """The properties whose change replaces this resource, besides those that always do."""
    return set(REPLACES[kind](old, new)) if kind in REPLACES else set()


@_register("ecs.Service")
def capacity(old: Values, new: Values) -> Iterator[str]:
    """terraform-provider-aws, ecs/service.go, capacityProviderStrategyCustomizeDiff."""
    before, after = (each.get("capacityProviderStrategies") or [] for each in (old, new))
    if not new.get("forceNewDeployment") or bool(before) != bool(after):
        yield "capacityProviderStrategies"


@_register("lb.LoadBalancer")
def network(old: Values, new: Values) -> Iterator[str]:
    """terraform-provider-aws, elbv2/load_balancer.go, customizeDiffLoadBalancerNLB."""
    if new.get("loadBalancerType") != "network":
        return
    before, after = (each.get("subnets") or [] for each in (old, new))
    if not has_unknown(after) and set(before) - set(after):
        yield "subnets"
    groups = [each.get("securityGroups") or [] for each in (old, new)]
    if bool(groups[0]) != bool(groups[1]):
        yield "securityGroups"
