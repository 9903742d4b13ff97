"""MW402: arguments of `provision.Ecs` that are of another kind than what they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from meshwright.problems import Problem
from meshwright.provision.ecs.load_balancer import Access
from meshwright.provision.ecs.network import Network
from meshwright.provision.ecs.override import Override


def _is_mapping(value: object, of: type = object) -> bool:
    return isinstance(value, Mapping) and all(isinstance(each, of) for each in value.values())


_Kind = tuple[Callable[[object], bool], str, str]
_KINDS: Mapping[str, _Kind] = {
    "network": (lambda value: value is None or isinstance(value, Network), "a Network", "provision.Network(vpc=...)"),
    "overrides": (lambda value: _is_mapping(value, Override), "a mapping", '{"web-v1": provision.Override(...)}'),
    "gateways": (
        lambda value: value is None or _is_mapping(value, Access),
        "a mapping",
        '{"public": provision.Access(...)}',
    ),
    "givens": (_is_mapping, "a mapping", '{"name": value}'),
    "secrets": (_is_mapping, "a mapping", '{"name": arn}'),
    "alarms": (lambda value: isinstance(value, list | tuple), "a list", "[alarm.arn]"),
    "maximum_percent": (
        lambda value: type(value) is int and 100 < value <= 200,
        "a whole number over 100, at most 200",
        "150",
    ),
    "redeploy": (lambda value: value is None or _is_mapping(value, str), "a mapping", '{"web-v1": "reason"}'),
}
"""What each argument must be: whether a value is, in words, and as it is written. The others are texts or Outputs, which
AWS looks at."""


def wrong_kinds(given: object) -> list[Problem]:
    """The arguments that are no such thing."""
    return [
        Problem("MW402", (name,), _shown(value), f"{kind}, as in {example}", f"write {name}={example}")
        for name, (fits, kind, example) in _KINDS.items()
        for value in [getattr(given, name)]
        if not fits(value)
    ]


def _shown(value: object) -> str:
    if isinstance(value, int | float):
        return str(value)
    return f'"{value}"' if isinstance(value, str) else f"{type(value).__name__}(...)"
