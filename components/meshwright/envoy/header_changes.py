"""Changes of headers, which stand in the route: a change of them ends no connection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import RoutePart
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import HeaderChanges


@dataclass
class _Header:
    """What several changes do with one header together: whether they take what was there, and the values that they give."""

    cleared: bool = False
    values: tuple[str, ...] = ()


def fields(of: Literal["request", "response"], changes: Sequence[HeaderChanges | None]) -> Resource:
    """The fields of a route for changes that are made one after the other.

    Envoy removes first, then overwrites, then appends, whatever the order in which they are written.
    """
    found: dict[str, _Header] = {}
    for each in changes:
        if each is not None:
            _change(found, each)
    remove = [name for name, header in sorted(found.items()) if header.cleared and not header.values]
    add = [
        {
            "header": {"key": name, "value": value.replace("%", "%%")},
            "append_action": "OVERWRITE_IF_EXISTS_OR_ADD" if header.cleared and not at else "APPEND_IF_EXISTS_OR_ADD",
        }
        for name, header in sorted(found.items())
        for at, value in enumerate(header.values)
    ]
    return ({f"{of}_headers_to_add": add} if add else {}) | ({f"{of}_headers_to_remove": remove} if remove else {})


def _change(found: dict[str, _Header], changes: HeaderChanges) -> None:
    for name in changes.remove:
        found[name] = _Header(cleared=True)
    for each in changes.set:
        found[each.name] = _Header(cleared=True, values=(each.value,))
    for each in changes.add:
        found.setdefault(each.name, _Header()).values += (each.value,)


def _route(part: RoutePart) -> Resource:
    """A request passes the gateway's route first and a response last."""
    return fields("request", [part.gateway_request_headers, part.policy.request_headers]) | fields(
        "response", [part.policy.response_headers, part.gateway_response_headers]
    )


FEATURE = Feature("header_changes", route=_route)
