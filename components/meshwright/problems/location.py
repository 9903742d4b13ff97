"""Where a value was written: the file and line, and its path in the description."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The way from the environment to a value, as in ("mesh", "services", 1, "routes", 0, "to")."""


@dataclass(frozen=True, slots=True)
class SourceLocation:
    """The file and the line in which an object was written."""

    file: str
    line: int
    """The first line is 1."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def show_path(path: Sequence[str | int]) -> str:
    """The path as the user wrote it: `services[1].routes[0].to`, `platform.tasks["web"].cpu`.

    The mesh of an environment is left out, because every environment has one.
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


_ORIGIN = re.compile(r"(.+?):(\d+)(?: (.*))?")  # the name of a file may have spaces
_PARTS = re.compile(r'\.?([A-Za-z_]\w*)|\[(\d+)\]|\["([^"]*)"\]')


def read_origin(origin: str) -> tuple[SourceLocation | None, Path]:
    """The location and path of an origin in a plan, as in "stacks/shop.py:31 services[1].routes[0]"."""
    found = _ORIGIN.fullmatch(origin)
    if not found:
        return None, ()
    path = tuple(int(index) if index else name or key for name, index, key in _PARTS.findall(found[3] or ""))
    return SourceLocation(found[1], int(found[2])), path
