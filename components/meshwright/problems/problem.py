"""One finding."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from meshwright.problems.catalogue import CATALOGUE, Code, Severity

Path = tuple[str | int, ...]
"""The way from the environment to a value, as in ("mesh", "services", 1, "routes", 0, "to")."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an object was written: file and line (1 is the first)."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def show_path(path: Sequence[str | int]) -> str:
    """The path as the user wrote it: `services[1].routes[0].to`, `platform.tasks["web"].cpu`.

    The mesh of an environment is left out, for its parts are what people think in.
    """
    parts = list(path[1:]) if len(path) > 1 and path[0] == "mesh" else list(path)
    shown = ""
    for part in parts:
        if isinstance(part, int):
            shown += f"[{part}]"
        elif part.isidentifier():
            shown += f".{part}" if shown else part
        else:
            shown += f'["{part}"]'
    return shown


_ORIGIN = re.compile(r"(.+?):(\d+)(?: (.*))?")  # a file's name may have spaces
_PARTS = re.compile(r'\.?([A-Za-z_]\w*)|\[(\d+)\]|\["([^"]*)"\]')


def read_origin(origin: str) -> tuple[Place | None, Path]:
    """The place and path of a plan's origin, as in "stacks/shop.py:31 services[1].routes[0]"."""
    found = _ORIGIN.fullmatch(origin)
    if not found:
        return None, ()
    path = tuple(int(index) if index else name or key for name, index, key in _PARTS.findall(found[3] or ""))
    return Place(found[1], int(found[2])), path


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with everything a person needs to mend it.

    `found` is what stands there, `expected` what may stand there, `fix` the next step. `place` is the file and line of
    the object that holds the value, None where no line of a description is to blame.
    """

    code: Code
    path: Path
    found: str
    expected: str
    fix: str
    place: Place | None = None
    override: Severity | None = None
    """The severity, where the case decides it. None: that of the code in the catalogue."""

    @property
    def title(self) -> str:
        """The code's title, from the catalogue."""
        return CATALOGUE[self.code].title

    @property
    def severity(self) -> Severity:
        """Whether it stops a change."""
        return self.override or CATALOGUE[self.code].severity

    def as_json(self) -> dict[str, object]:
        """The finding as plain values, for programs."""
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
