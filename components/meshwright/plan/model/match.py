"""Conditions on a request."""

from dataclasses import dataclass
from typing import Literal

Subject = Literal["path", "method", "scheme", "host", "port", "header", "cookie", "query"]
Verb = Literal["equals", "starts_with", "ends_with", "matches", "between", "exists"]


@dataclass(frozen=True, slots=True)
class Match:
    """One condition on a request."""

    subject: Subject
    verb: Verb
    value: str = ""
    """A text, an RE2 expression or the number of a port."""
    name: str = ""
    """The name of the header, cookie or query parameter."""
    low: int = 0
    high: int = 0
    """The bounds of `between`; `high` is excluded."""
    inverted: bool = False
