"""Answers that routes give by themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DirectResponse:
    """A status and a text."""

    status: int
    body: str = ""
