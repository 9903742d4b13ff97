"""Finds the routes of a list that no request can reach, and the reason.

Most routes are reached by a plain request, which is found quickly. The others are compared in a `Table` with the
earlier routes that may share requests with them. Where that takes too long, no route is reported.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, product

from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.requests.condition import PATH, Condition, Subject, Value
from meshwright.traffic.requests.overlap import Overlap
from meshwright.traffic.requests.route import TableRoute
from meshwright.traffic.requests.table import Table
from meshwright.traffic.requests.values import distinct, repeated

Conditions = tuple[Condition, ...]

_LIMIT = 256
"""The maximum number of conditions of earlier routes that are compared together."""
_WITNESSES = 16
_PLAIN: Mapping[Subject, Value] = {
    PATH: ("/x",),
    Subject("header", ":method"): ("GET",),
    Subject("header", ":scheme"): ("http",),
    Subject("header", ":authority"): ("x",),
    Subject("header", ":host"): ("x",),
}
"""The plainest values of a request; other subjects are absent."""


@dataclass(frozen=True)
class Impossible:
    """No request fulfils all of these conditions of the route."""

    conditions: Conditions


@dataclass(frozen=True)
class Covered:
    """These earlier routes take all of its requests; a single one, if one is enough."""

    by: tuple[int, ...]


Unreached = Impossible | Covered


def unreached(routes: Mapping[int, Conditions]) -> dict[int, Unreached]:
    """The routes that no request can reach, by number. `routes`: in the order in which they are tried."""
    found: dict[int, Unreached] = {}
    earlier = Overlap()
    for index, route in routes.items():
        try:
            why: Unreached | None = _impossible(route) or _covered(
                route, {each: routes[each] for each in earlier.beside(route)}
            )
        except NotExplainable:
            why = None
        if why is None:
            earlier.add(index, route)
        else:
            found[index] = why
    return found


def _why(route: Conditions, earlier: Mapping[int, Conditions]) -> Unreached | None:
    return _impossible(route) or _covered(route, earlier)


def _impossible(route: Conditions) -> Impossible | None:
    if all(_fulfilling(some) for some in _by_subject(route).values()):
        return None
    singles = ((each,) for each in route)
    pairs = ((other, each) for index, each in enumerate(route) for other in route[:index])
    subjects = (tuple(some) for some in _by_subject(route).values())
    return Impossible(next(some for some in (*singles, *pairs, *subjects) if _is_impossible(some)))


def _is_impossible(some: Conditions) -> bool:
    return not all(_fulfilling(each) for each in _by_subject(some).values())


def _by_subject(route: Iterable[Condition]) -> dict[Subject, Conditions]:
    found: dict[Subject, Conditions] = {}
    for each in route:
        found[each.subject] = (*found.get(each.subject, ()), each)
    return found


@lru_cache(maxsize=8192)
def _fulfilling(some: Conditions) -> Sequence[Value]:
    """Values that fulfil all of these conditions on one subject; empty if there is none."""
    subject = some[0].subject
    found = [value for value in distinct(subject, some) if all(each.holds(value) for each in some)]
    return found or [value for value in repeated(subject, some) if all(each.holds(value) for each in some)]


def _covered(route: Conditions, earlier: Mapping[int, Conditions]) -> Covered | None:
    if not earlier:
        return None
    witnesses = list(islice(_witnesses(route), _WITNESSES))
    if any(not any(_takes(each, one) for each in earlier.values()) for one in witnesses):
        return None
    for index, each in earlier.items():
        if all(_takes(each, one) for one in witnesses) and _taking(route, [each]) == {0}:
            return Covered((index,))
    if sum(map(len, earlier.values())) > _LIMIT:
        return None
    taking = _taking(route, list(earlier.values()))
    if None in taking:
        return None
    return Covered(tuple(index for place, index in enumerate(earlier) if place in taking))


def _taking(route: Conditions, earlier: Sequence[Conditions]) -> set[int | None]:
    """The earlier routes that take requests of the route; None among them: some requests are left for it."""
    table = Table([TableRoute(route)], list(map(TableRoute, earlier)))
    if table.untold:
        return {None}
    return {leaf.new for leaf in table.leaves() if leaf.old == 0}


def _witnesses(route: Conditions) -> Iterator[Mapping[Subject, Value]]:
    """Some requests that fulfil the route's conditions."""
    by_subject = _by_subject(route)
    for chosen in product(*(_fulfilling(some)[:4] for some in by_subject.values())):
        yield {**_PLAIN, **dict(zip(by_subject, chosen, strict=True))}


def _takes(route: Conditions, request: Mapping[Subject, Value]) -> bool:
    return all(each.holds(request.get(each.subject, ())) for each in route)
