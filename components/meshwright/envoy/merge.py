"""Joins what several features add to one message. Two features that write one field are refused."""

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

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
    listed = list(contributions)
    found: Resource = {}
    for _, fields in listed:
        found |= fields
    if len(found) < sum(len(fields) for _, fields in listed):
        writers = Counter(field for _, fields in listed for field in fields)
        for field in (each for each, count in writers.items() if count > 1):
            written = [(name, fields[field]) for name, fields in listed if field in fields]
            found[field] = _joined(f"{path}{field}", written)
    return found


def _joined(path: str, contributions: list[Contribution]) -> Resource:
    for (first, one), (second, other) in pairwise(contributions):
        if not (isinstance(one, dict) and isinstance(other, dict)):
            raise TwoWriters(path, first, second)
    return merged(contributions, f"{path}.")
