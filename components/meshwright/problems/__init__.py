"""Problems: each has a code, a location, and a way to correct it."""

from meshwright.problems.catalogue import CATALOGUE, Code, Severity
from meshwright.problems.errors import MeshwrightError, ProblemsFound, UnknownPlatform
from meshwright.problems.location import Path, SourceLocation, read_origin, show_path
from meshwright.problems.nearest import did_you_mean
from meshwright.problems.problem import Problem, errors
from meshwright.problems.render import render

__all__ = [
    "CATALOGUE",
    "Code",
    "MeshwrightError",
    "Path",
    "Problem",
    "ProblemsFound",
    "Severity",
    "SourceLocation",
    "UnknownPlatform",
    "did_you_mean",
    "errors",
    "read_origin",
    "render",
    "show_path",
]
