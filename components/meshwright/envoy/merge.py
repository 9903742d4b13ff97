"""Joins what several features add to one message. Two features that write one field are refused."""

from collections.abc import Iterable

from meshwright.envoy.snapshot import Resource
from meshwright.problems import MeshwrightError

Contribution = tuple[str, Resource]
"""The name of a feature, and the fields that it adds."""


class TwoWriters(MeshwrightError):
    """Two features write the same field of one message: one of them would be lost."""

    def __init__(self, field: str, first: str, second: str) -> None:
        super().__init__(f"{field}: written by {first} and by {second}")
        self.field = field
        self.first = first
        self.second = second


def merged(contributions: Iterable[Contribution], path: str = "") -> Resource:
    """One message with the fields of all contributions. Messages that several write to are joined field by field.

    Nothing that is passed in changes, so that contributions may be shared. Raises TwoWriters.
    """
    found: Resource = {}
    writers: dict[str, list[Contribution]] = {}
    for name, fields in contributions:
        for field, value in fields.items():
            if field not in found:
                found[field] = value
                writers[field] = [(name, value)]
            else:
                writers[field].append((name, value))
                found[field] = _joined(f"{path}{field}", writers[field])
    return found


def _joined(path: str, contributions: list[Contribution]) -> Resource:
    (first, _), *_, (last, _) = contributions
    if not all(isinstance(value, dict) for _, value in contributions):
        raise TwoWriters(path, first, last)
    return merged(contributions, f"{path}.")
