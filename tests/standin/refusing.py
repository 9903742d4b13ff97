"""Programs that a preview must reject, each with a part of the message."""

from collections.abc import Callable

import pytest

Program = Callable[[], object]


class Refused:
    """A table of such programs: `@refused("what it says")` adds one, `@refused.all` runs a test for each."""

    def __init__(self) -> None:
        self.programs: dict[str, tuple[Program, str]] = {}

    def __call__(self, what: str) -> Callable[[Program], Program]:
        def register(program: Program) -> Program:
            self.programs[program.__name__] = (program, what)
            return program

        return register

    @property
    def all(self) -> pytest.MarkDecorator:
        return pytest.mark.parametrize("name", sorted(self.programs))


def void(_: object) -> None:
    """A program returns nothing."""
