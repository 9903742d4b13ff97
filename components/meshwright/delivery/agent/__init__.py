"""The agent beside one Envoy: one script of POSIX sh and awk, joined from the files in this folder.

`docs/bundle-and-agent.md` describes what it does.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from meshwright import names
from meshwright.delivery import tables
from meshwright.envoy.kinds import KINDS

PARTS = ("settings", "http", "status", "source", "files", "envoy", "steps", "commands")
"""The shell files, in the order in which they are joined. `commands` is last: it calls the functions of all others."""

_SHARED = "kinds"
"""The awk file whose functions others use."""

_USES_SHARED = ("differences", "files", "step", "words", "written")


@cache
def script() -> str:
    """The whole agent, without comments: what `sh agent.sh run` runs."""
    folder = files(__name__)
    programs = "".join(_embedded(name) for name in _names(folder.joinpath("awk")) if name != _SHARED)
    parts = "".join(_stripped(folder.joinpath(f"{part}.sh")) for part in PARTS)
    words = f"readonly RESOURCE_KINDS='{_kinds()}'\nreadonly TABLES='{' '.join(tables.WORDS)}'\n"
    return f"#!/bin/sh\n{words}readonly APPLICATION='{names.APPLICATION}'\n{programs}{parts}"


def program(name: str) -> str:
    """One awk program, whole."""
    folder = files(__name__).joinpath("awk")
    shared = _stripped(folder.joinpath(f"{_SHARED}.awk")) if name in _USES_SHARED else ""
    return shared + _stripped(folder.joinpath(f"{name}.awk"))


def _kinds() -> str:
    return " ".join(f"{kind.word}:{kind.step}={kind.file}" for kind in KINDS.values())


def _embedded(name: str) -> str:
    """The program as a shell variable. Single quotes would end it, so no program has any."""
    text = program(name)
    assert "'" not in text, f"{name}.awk has a single quote"
    return f"readonly {name}_awk='{text}'\n"


def _names(folder: Traversable) -> list[str]:
    return sorted(each.name.removesuffix(".awk") for each in folder.iterdir() if each.name.endswith(".awk"))


def _stripped(file: Traversable) -> str:
    """Without comments and empty lines. A comment has a line of its own."""
    lines = file.read_text().splitlines()
    return "".join(f"{line}\n" for line in lines if line.strip() and not line.lstrip().startswith("#"))
