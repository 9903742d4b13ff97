"""Problems of a part of the plan."""

from meshwright.plan.model import Origin
from meshwright.problems import Code, Problem, Severity, read_origin


def finding(
    code: Code, origin: Origin, *at: str | int, found: str, expected: str, fix: str, override: Severity | None = None
) -> Problem:
    """A problem at the place where a part of the plan was written. `at`: the path from there to the value."""
    place, path = read_origin(origin)
    return Problem(code, (*path, *at), found, expected, fix, place, override)
