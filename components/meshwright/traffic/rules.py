"""The rules that a route has for filters of its listener."""

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource
from meshwright.traffic.not_explainable import NotExplainable

_KNOWN = {types.FAULT, types.LOCAL_RATE_LIMIT}


def rules(route: Resource, manager: Resource) -> dict[str, list[Resource]]:
    """The rules by their type, in the order of the filters. Envoy ignores that of a filter that the listener does not have.

    Raises NotExplainable for a type that the explainer does not know.
    """
    written = route.get("typed_per_filter_config") or {}
    for name, rule in written.items():
        if rule.get("@type") not in _KNOWN:
            raise NotExplainable(f"the rule of {name} in the route {route.get('name', '')}")
    found: dict[str, list[Resource]] = {}
    for each in manager.get("http_filters", []):
        if each["name"] in written:
            rule = written[each["name"]]
            found.setdefault(rule["@type"], []).append(rule)
    return found
