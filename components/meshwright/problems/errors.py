"""The exceptions of the package, which all have one base."""

from collections.abc import Iterable

from meshwright.problems.problem import Problem


class MeshwrightError(Exception):
    """The base of every exception class that Meshwright defines."""


class ProblemsFound(MeshwrightError):
    """A description, a plan or a change has errors. Holds every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        from meshwright.problems.render import render

        return render(self.problems)
