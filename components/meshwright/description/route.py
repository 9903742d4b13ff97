"""Routes: which requests of a service go where."""

from collections.abc import Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import Plain
from meshwright.description.fields import Name, PortNumber
from meshwright.description.match import When
from meshwright.description.retry import RetryOrOff
from meshwright.description.timeout import TimeoutLike
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind


@dataclass(frozen=True)
class Target(Written):
    """A weighted target, where a name and a weight do not say enough.

    `to`: a version of the service (in `Service`) or a virtual node (in `VirtualRouter`). `weight` absent: 100. `port`: the
    node's port; absent: its only one, or the one that equals the router's.
    """

    to: Name
    weight: Annotated[int, Plain(fields.weight)] = 100
    port: PortNumber | None = None


def _targets(value: object) -> object:
    if isinstance(value, Mapping):
        for key, weight in value.items():
            fields.name(key)
            fields.weight(weight)
        return value
    if isinstance(value, (list, tuple)):
        for item in value:
            if not isinstance(item, Target):
                raise other_kind(item, "Target(...)")
            fields.name(item.to)
            fields.weight(item.weight)
            if item.port is not None:
                fields.port(item.port)
        return value
    if isinstance(value, str):
        return fields.name(value)
    raise other_kind(value, 'a version, as in to="v2", or weights, as in to={"v1": 90, "v2": 10}')


Targets = Annotated[str | Mapping[str, int] | Sequence[Target], Plain(_targets)]


@dataclass(frozen=True)
class Route(Written):
    """Sends the requests that fulfil `when` to versions of the service, by weight.

    Routes are tried in the order in which they are written, those with a `priority` first, lowest number first (App
    Mesh's order). `when` absent: takes every request. `to`: a version, weights by version, or a list of `Target`. Weights
    are relative whole numbers from 0 to 100. `retry` and `timeout` absent: the service's; "off": none. `priority`: 0 to
    1000; absent: after all that have one.

    Source: App Mesh API, RouteSpec.
    """

    name: Name
    _: KW_ONLY
    to: Targets
    when: When | None = None
    retry: RetryOrOff | None = None
    timeout: TimeoutLike | None = None
    priority: Annotated[int, Plain(fields.number(0, 1000, "a priority"))] | None = None
