"""Every object of a description remembers the file and line where it was written."""

import dataclasses
import os
import sys
from dataclasses import dataclass

from meshwright.problems import SourceLocation

_OWN = os.path.dirname(os.path.dirname(__file__)) + os.sep
_SKIPPED = ("<string>", dataclasses.__file__)  # the generated __init__, and dataclasses.replace()


@dataclass(frozen=True)
class Written:
    """Base of all description types. Checks nothing: the whole tree is checked at once, later."""

    def __post_init__(self) -> None:
        frame = sys._getframe(1)
        while frame.f_back and (frame.f_code.co_filename in _SKIPPED or frame.f_code.co_filename.startswith(_OWN)):
            frame = frame.f_back
        if not frame.f_code.co_filename.startswith("<frozen "):  # a default, made while modules are imported
            object.__setattr__(self, "_written_at", (frame.f_code.co_filename, frame.f_lineno))


def place_of(value: object) -> SourceLocation | None:
    """Where a description object was written, relative to the working directory; None for any other value."""
    if not isinstance(value, Written):  # asked for an attribute, a pulumi.Output would make another Output
        return None
    file, line = getattr(value, "_written_at", (None, 0))
    return SourceLocation(_relative(file), line) if file else None


def _relative(file: str) -> str:
    below = os.getcwd() + os.sep
    return file.removeprefix(below)
