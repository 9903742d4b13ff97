"""Values that are not in the description."""

from dataclasses import dataclass

from meshwright.description.fields import Text
from meshwright.description.written import Written


@dataclass(frozen=True)
class Given(Written):
    """A text that the component receives as a `pulumi.Input` under this name: an ARN, a digest, a database's host."""

    name: Text


@dataclass(frozen=True)
class Secret(Written):
    """The name of a secret, never its value. `key`: one field of a secret that is a JSON object; absent: all of it."""

    name: Text
    key: Text | None = None
