"""The headers that a route changes, in requests and in responses."""

from collections.abc import Iterator, Sequence
from typing import Literal

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.explanation import HeaderChange
from meshwright.traffic.fields import only
from meshwright.traffic.not_explainable import NotExplainable

Of = Literal["request", "response"]


def changed(of: Of, route: Resource, virtual_host: Resource, routes: Resource) -> tuple[HeaderChange, ...]:
    """What becomes of headers on the way through a route, its virtual host and its route configuration."""
    levels = [route, virtual_host, routes]
    if routes.get("most_specific_header_mutations_wins"):
        levels.reverse()
    found: dict[str, HeaderChange] = {}
    for each in levels:
        _apply(found, *_written(of, each))
    return tuple(found[name] for name in sorted(found))


def applied(changes: Sequence[HeaderChange], name: str, values: Sequence[str]) -> Sequence[str]:
    """The values of a header after the changes, from those before."""
    for each in changes:
        if each.name == name:
            return [*(() if each.replaced else values), *each.values]
    return values


def _written(of: Of, level: Resource) -> tuple[Sequence[str], Sequence[Resource]]:
    """What a level removes and adds."""
    if of == "request":
        return level.get("request_headers_to_remove", []), level.get("request_headers_to_add", [])
    return level.get("response_headers_to_remove", []), level.get("response_headers_to_add", [])


def _apply(found: dict[str, HeaderChange], remove: Sequence[str], add: Sequence[Resource]) -> None:
    """Envoy removes first, then overwrites, then appends."""
    for name in map(str.lower, remove):
        found[name] = HeaderChange(name, replaced=True, values=())
    added = list(_added(add))
    for name, overwrites, value in added:
        if overwrites:
            found[name] = HeaderChange(name, replaced=True, values=(value,))
    for name, overwrites, value in added:
        if not overwrites:
            before = found.get(name, HeaderChange(name, replaced=False, values=()))
            found[name] = HeaderChange(name, before.replaced, (*before.values, value))


def _added(add: Sequence[Resource]) -> Iterator[tuple[str, bool, str]]:
    """The name of each header, whether it replaces what is there, and its value."""
    for each in add:
        only(each, {"header", "append_action"}, "a header that is added")
        only(each["header"], {"key", "value"}, "a header that is added")
        action = each.get("append_action", "APPEND_IF_EXISTS_OR_ADD")
        if action not in ("APPEND_IF_EXISTS_OR_ADD", "OVERWRITE_IF_EXISTS_OR_ADD"):
            raise NotExplainable(f"a header that is added by {action}")
        value = each["header"].get("value", "")
        if not value or "%" in value.replace("%%", ""):
            raise NotExplainable(f"the value of the header {each['header']['key']}: {value!r}")
        yield each["header"]["key"].lower(), action.startswith("OVERWRITE"), value.replace("%%", "%")
