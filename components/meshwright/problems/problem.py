"""A problem, and everything that a person needs to correct it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from meshwright.field_docs import documented
from meshwright.problems.catalogue import CATALOGUE, Code, Severity
from meshwright.problems.location import Path, SourceLocation, show_path


@documented
@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a description, a plan or a change."""

    code: Code
    """The code, as in "MW102": its page says why it matters."""
    path: Path
    """The path to the value in the description."""
    found: str
    """What is there."""
    expected: str
    """What is allowed there."""
    fix: str
    """What to do next."""
    place: SourceLocation | None = None
    """Where the object that has the value was written. Default: the problem is not in a description."""
    override: Severity | None = None
    """The severity, where the case decides it. Default: that of the code in the catalogue."""

    @property
    def severity(self) -> Severity:
        """Whether it stops a change."""
        return self.override or CATALOGUE[self.code].severity

    @property
    def title(self) -> str:
        """The title of its code."""
        return CATALOGUE[self.code].title

    def as_json(self) -> dict[str, object]:
        """The problem as plain values, for programs."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "title": self.title,
            "path": show_path(self.path),
            "file": self.place.file if self.place else None,
            "line": self.place.line if self.place else None,
            "found": self.found,
            "expected": self.expected,
            "fix": self.fix,
        }


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """The problems that stop a change."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]
