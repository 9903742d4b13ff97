"""What is wrong with a description: coded, placed, and with the way to mend it."""

from meshwright.problems.catalogue import CATALOGUE, Code, Severity
from meshwright.problems.errors import MeshwrightError, ProblemsFound, UnknownPlatform
from meshwright.problems.nearest import did_you_mean
from meshwright.problems.problem import Path, Place, Problem, errors, read_origin, show_path
from meshwright.problems.render import render

__all__ = [
    "CATALOGUE",
    "Code",
    "MeshwrightError",
    "Path",
    "Place",
    "Problem",
    "ProblemsFound",
    "Severity",
    "UnknownPlatform",
    "did_you_mean",
    "errors",
    "read_origin",
    "render",
    "show_path",
]
