"""Behaviour of a kind of resource: its id, its computed outputs, and its deletion."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .state import Row, State
from .values import Values

ACCOUNT = "111122223333"
Change = Callable[["Making"], Values]
Removal = Callable[[Row, State], None]
CREATE: dict[str, Change] = {}
UPDATE: dict[str, Change] = {}
DELETE: dict[str, Removal] = {}
READ: dict[str, Callable[[Row, State], Values]] = {}
VOLATILE: dict[str, dict[str, tuple[str, ...]]] = {}  # outputs that an update changes, and the inputs that make it so


class AwsError(Exception):
    """AWS rejects the operation. `made`: the resource exists all the same, as after a wait that failed."""

    def __init__(self, code: str, message: str, made: Values | None = None) -> None:
        super().__init__(f"{code}: {message}")
        self.made = made


@dataclass
class Making:
    """A resource while it is made or changed."""

    type: str
    urn: str
    inputs: Values
    region: str
    state: State
    seed: int = 0
    old: Values | None = None

    def get(self, name: str, default: Any = None) -> Any:
        value = self.inputs.get(name)
        return default if value is None else value

    @property
    def name(self) -> str:
        return str(self.get("name") or self.urn.rpartition("::")[2])

    def hex(self, length: int = 17, of: str = "") -> str:
        """Digits that are the same in each run, and others for the next resource of the same URN."""
        return hashlib.sha256(f"{self.urn} {self.seed} {of}".encode()).hexdigest()[:length]

    def letters(self, length: int) -> str:
        """Lower-case letters and digits, as in AppConfig's ids."""
        return "".join("abcdefghijklmnopqrstuvwxyz0123456789"[int(digit, 16) * 2] for digit in self.hex(length))

    def arn(self, service: str, resource: str, *, region: bool = True, account: bool = True) -> str:
        return f"arn:aws:{service}:{self.region if region else ''}:{ACCOUNT if account else ''}:{resource}"


def create(*kinds: str) -> Callable[[Change], Change]:
    """Registers the outputs of a new resource: `id`, and the computed ones."""
    return _into(CREATE, kinds)


def update(*kinds: str) -> Callable[[Change], Change]:
    """Registers the outputs that an update recomputes."""
    return _into(UPDATE, kinds)


def delete(*kinds: str) -> Callable[[Removal], Removal]:
    """Registers what is deleted with a resource, or why it cannot be deleted."""
    return _into(DELETE, kinds)


def read(*kinds: str) -> Callable[[Callable[[Row, State], Values]], Callable[[Row, State], Values]]:
    """Registers outputs that change over time."""
    return _into(READ, kinds)


def _into(table: dict[str, Any], kinds: tuple[str, ...]) -> Callable[[Any], Any]:
    def register(function: Any) -> Any:
        for kind in kinds:
            table[kind] = function
        return function

    return register
