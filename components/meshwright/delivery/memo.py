"""Results kept for objects that are shared, and must not change meanwhile."""

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Memo(Generic[T, R]):
    """A function whose result is computed once for each object. Objects are told apart by identity, not by value."""

    def __init__(self, function: Callable[[T], R]) -> None:
        self._function = function
        self._known: dict[int, tuple[T, R]] = {}

    def __call__(self, value: T) -> R:
        known = self._known.get(id(value))
        if known is None:
            # The object is kept with its result, so that its id is not given to another one.
            known = self._known[id(value)] = (value, self._function(value))
        return known[1]
