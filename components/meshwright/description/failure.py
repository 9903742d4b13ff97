"""A stack's file that does not run: where, why, and what was probably meant."""

import builtins
import inspect
import linecache
import os
import re
import sys
import sysconfig
import traceback
from collections.abc import Collection
from pathlib import Path
from types import FrameType

from meshwright import description
from meshwright.description.argument_meant import argument_meant
from meshwright.problems import Problem, SourceLocation, did_you_mean

_OWN = os.path.dirname(os.path.dirname(__file__)) + os.sep
_INSTALLED = (_OWN, *(sysconfig.get_path(name) + os.sep for name in ("stdlib", "platstdlib")))
_KEYWORD = re.compile(r"(\w+)(?:\.__init__)?\(\) got an unexpected keyword argument '(\w+)'")
_IMPORT = re.compile(r"cannot import name '(\w+)'")


def failure(error: BaseException, file: Path) -> Problem:
    """The problem for an exception out of a stack's file: Python's message, and the user's line that led to it."""
    frame, place = _deepest(error, file)
    message = " ".join(str(error).split())
    if isinstance(error, SyntaxError):
        message = error.msg
    found = f"{type(error).__name__}: {message}" if message else type(error).__name__
    linecache.checkcache(place.file)
    line = linecache.getline(str(place.file), place.line).strip()
    fix = _meant(error, frame, file) or (f"correct this line: {line}" if line else "correct the file")
    return Problem(
        "MW002", (), found, "a Python file that runs", fix, SourceLocation(shown(Path(place.file)), place.line)
    )


def shown(path: Path) -> str:
    """A path as people see it: relative where it is below the working directory."""
    return str(path).removeprefix(os.getcwd() + os.sep)


def _deepest(error: BaseException, file: Path) -> tuple[FrameType | None, SourceLocation]:
    """The last line of the project's own files, those of installed packages left out."""
    project = str(file.parent.parent) + os.sep
    if isinstance(error, SyntaxError) and error.filename:
        return None, SourceLocation(error.filename, error.lineno or 1)
    frame, place = None, SourceLocation(str(file), 1)
    for each, line in traceback.walk_tb(error.__traceback__):
        name = each.f_code.co_filename
        if name.startswith(project) and not name.startswith(_INSTALLED) and "site-packages" not in name:
            frame, place = each, SourceLocation(name, line)
    return frame, place


def _meant(error: BaseException, frame: FrameType | None, file: Path) -> str | None:
    """What the user may have meant, where a name is wrong."""
    here = {**frame.f_globals, **frame.f_locals} if frame else {}
    message = str(error)
    words = set(description.__all__) - {"check", "place_of"}  # what the package itself exports
    if isinstance(error, TypeError) and (match := _KEYWORD.search(message)):
        called = here.get(match[1], getattr(description, match[1], None))
        return argument_meant(match[2], match[1], _parameters(called))
    if isinstance(error, NameError) and error.name:
        if error.name in words:
            return f"write `from meshwright import {error.name}`"
        return did_you_mean(error.name, {*here, *words, *dir(builtins)}, "define or import it")
    if isinstance(error, AttributeError) and error.name:
        known = [name for name in dir(error.obj) if not name.startswith("_")]
        return did_you_mean(error.name, known, "see what it has")
    if isinstance(error, ModuleNotFoundError) and error.name:
        known = [each.stem for each in file.parent.glob("*.py")]
        return did_you_mean(error.name, known, f"write {error.name}.py beside the stack, or install it")
    if isinstance(error, ImportError) and (match := _IMPORT.search(message)):
        return did_you_mean(match[1], dir(sys.modules.get(error.name or "")), "define it there")
    return None


def _parameters(called: object) -> Collection[str]:
    try:
        return list(inspect.signature(called).parameters)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return ()
