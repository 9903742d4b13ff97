"""What is odd about one condition."""

from collections.abc import Callable, Iterator, Mapping

from meshwright.checks.odd.finding import Odd, Place
from meshwright.checks.odd.paths import path
from meshwright.checks.odd.values import cookie, header, method, query, scheme
from meshwright.plan.model import Match

_SUBJECTS: Mapping[str, Callable[[Match, Place], Iterator[Odd]]] = {
    "path": path,
    "method": method,
    "scheme": scheme,
    "header": header,
    "cookie": cookie,
    "query": query,
}


def odd(match: Match, place: Place) -> Odd | None:
    """The first that is odd about a condition; None if requests meet it as it looks. See MW201 for those of several."""
    found = _SUBJECTS.get(match.subject)
    return next(found(match, place), None) if found else None
