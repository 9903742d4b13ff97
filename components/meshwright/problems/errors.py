"""The exceptions of the package, which all have one base."""

from collections.abc import Collection, Iterable

from meshwright.problems.problem import Problem


class MeshwrightError(Exception):
    """The base of every exception class that Meshwright defines."""


class UnknownPlatform(MeshwrightError, ValueError):
    """A table has no row for a platform. Names the kind, the known ones, and the module of the table."""

    def __init__(self, kind: str, known: Collection[str], table: str) -> None:
        self.kind = kind
        super().__init__(f'{table} has no row for the platform "{kind}"; it has {", ".join(known)}')


class ProblemsFound(MeshwrightError):
    """A description, a plan or a change has errors. Holds every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        from meshwright.problems.render import render

        return render(self.problems)
