"""A stack's file: found, run, and asked for its environment. No traceback of it ever reaches the user.

`environment` in stacks/<stack>.py is an `Environment`, or a function that returns one. The arguments of such a function
are the stack's settings. They are given, never read from the process environment, so that the same file with the same
settings is the same mesh everywhere.
"""

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

from meshwright.description import settings as its_settings
from meshwright.description.environment import Environment
from meshwright.description.failure import failure, shown
from meshwright.problems import Problem, ProblemsFound, SourceLocation, did_you_mean

Value = TypeVar("Value")

# What makes a file of Python the description of a stack, found without running it.
_ENVIRONMENT = re.compile(r"^(def environment\b|environment\s*[:=]|from .+ import .*\benvironment\b)", re.MULTILINE)


def stacks(folder: Path) -> list[str]:
    """The stacks of a folder in alphabetical order: its Python files that define `environment` at their top level."""
    found = sorted(folder.glob("*.py"))
    return [each.stem for each in found if _ENVIRONMENT.search(each.read_text(encoding="utf-8", errors="replace"))]


def load(stack: str, settings: Mapping[str, str], folder: Path) -> Environment:
    """The environment that `<folder>/<stack>.py` describes.

    `settings` become the arguments of its function, read by the function's annotations (str, int, float, bool).
    `folder` comes first where the file imports from. What it imports from there is forgotten afterwards: the next file
    may have changed, or stand in another folder.

    Raises ProblemsFound: MW001 where there is no such file, MW002 where it does not run or gives no Environment, MW003
    with every setting that is unknown, missing, or not of its argument's type.
    """
    folder = folder.resolve()
    file = folder / f"{stack}.py"
    if file not in folder.glob("*.py"):
        fix = did_you_mean(stack, stacks(folder), f"write {stack}.py with an `environment`")
        expected = f"a file {shown(folder / '<stack>.py')} that defines `environment`"
        raise ProblemsFound([Problem("MW001", (), f'"{stack}"', expected, fix)])
    with _importing_from(folder):
        found = getattr(_guarded(lambda: _run(file), file), "environment", None)
        if callable(function := found):
            arguments = its_settings.arguments(function, settings, SourceLocation(shown(file), 1))
            found = _guarded(lambda: function(*arguments.args, **arguments.kwargs), file)
        elif settings and isinstance(found, Environment):
            raise ProblemsFound(its_settings.refused(settings, SourceLocation(shown(file), 1)))
    if isinstance(found, Environment):
        return found
    what = "no `environment`" if found is None else f"an `environment` that is of type {type(found).__name__}"
    fix = "write `environment = Environment(...)`, or a function `environment` that returns one"
    raise ProblemsFound([Problem("MW002", (), what, "an Environment", fix, SourceLocation(shown(file), 1))])


def settings_of(stack: str, folder: Path) -> dict[str, str]:
    """The settings of a stack, from `Pulumi.<stack>.yaml` where Pulumi keeps it: in the folder that `stackConfigDir`
    in Pulumi.yaml names, else beside Pulumi.yaml, which is in the parent of `folder`.

    A setting is named `<project>:<name>` or `<name>`. What another name stands before (`aws:region`) is no setting of the
    description, and neither is an encrypted value, which is left out unread. Without these files: none.

    Raises ProblemsFound (MW003) for a file that is not YAML, for lists and mappings, and for a file that Pulumi would not
    read.
    """
    return its_settings.read(stack, folder)


def configuration_of(stack: str, folder: Path) -> dict[str, Any]:
    """Everything under `config` in the file of a stack (see `settings_of`), also what is no setting of the description, as
    `meshwright:network`. Every value is a text, a list or a mapping, as YAML has it. Without this file: nothing.

    Raises ProblemsFound (MW003) for a file that is not YAML, and for a file that Pulumi would not read.
    """
    return its_settings.configuration(stack, folder)


def _run(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("__stack__", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["__stack__"] = module
    spec.loader.exec_module(module)
    return module


def _guarded(run: Callable[[], Value], file: Path) -> Value:
    try:
        with redirect_stdout(sys.stderr):  # what it prints must not mix with what a program reads from us
            return run()
    except (Exception, SystemExit) as error:
        problem = failure(error, file)
    raise ProblemsFound([problem])


@contextmanager
def _importing_from(folder: Path) -> Iterator[None]:
    own = {each.stem for each in folder.iterdir() if each.suffix == ".py" or each.is_dir()}
    own = (own - set(sys.stdlib_module_names)) | {"__stack__"}
    path, others, no_bytecode = list(sys.path), _take(own), sys.dont_write_bytecode
    importlib.invalidate_caches()
    sys.path.insert(0, str(folder))
    # Compiled files tell a change by size and whole seconds: one of 90/10 to 50/50 within a second would go unseen.
    sys.dont_write_bytecode = True
    try:
        yield
    finally:
        _take(own)
        sys.modules.update(others)
        sys.path[:], sys.dont_write_bytecode = path, no_bytecode


def _take(names: set[str]) -> dict[str, ModuleType]:
    found = [name for name in sys.modules if name.partition(".")[0] in names]
    return {name: sys.modules.pop(name) for name in found}
