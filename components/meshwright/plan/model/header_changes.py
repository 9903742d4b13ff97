"""Changes of headers."""

from dataclasses import dataclass

from meshwright.plan.model.types import Origin


@dataclass(frozen=True, slots=True)
class Header:
    """A header. Its name is in small letters."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class HeaderChanges:
    """What is changed in the headers of requests or responses. No name stands twice. Each is sorted by name."""

    set: tuple[Header, ...]
    add: tuple[Header, ...]
    remove: tuple[str, ...]
    origin: Origin
