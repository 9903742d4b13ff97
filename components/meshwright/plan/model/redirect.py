"""Redirects of routes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Redirect:
    """The address at which clients ask again. None: as the request has it."""

    status: int
    scheme: str | None = None
    host: str | None = None
    port: int | None = None
    path: str | None = None
    prefix: str | None = None
    """Replaces the prefix that matched."""
    query: bool = True
    """Whether the query is kept."""
