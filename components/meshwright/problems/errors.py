"""The exceptions of the package."""

from collections.abc import Iterable

from meshwright.problems.problem import Problem


class MeshwrightError(Exception):
    """The base of every exception that Meshwright raises on purpose."""


class ProblemsFound(MeshwrightError):
    """A description, or a change, that cannot be carried out. Holds every finding, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        from meshwright.problems.render import render

        return render(self.problems)
