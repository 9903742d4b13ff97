"""Problems of a part of the plan, and how they show a condition."""

from meshwright.description import Condition, source
from meshwright.plan.model import Match, Origin
from meshwright.problems import Code, Problem, Severity, read_origin


def finding(
    code: Code, origin: Origin, *at: str | int, found: str, expected: str, fix: str, override: Severity | None = None
) -> Problem:
    """A problem at the place where a part of the plan was written. `at`: the path from there to the value."""
    place, path = read_origin(origin)
    return Problem(code, (*path, *at), found, expected, fix, place, override)


def written(match: Match) -> str:
    """A condition of the plan as it is written in Python."""
    return source.line(
        Condition(match.subject, match.verb, match.value, match.name, match.low, match.high, match.inverted)
    )
