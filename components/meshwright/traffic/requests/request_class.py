"""A class of requests, as conditions and exceptions, and in the words of the people who review it."""

from collections.abc import Sequence
from dataclasses import dataclass

from meshwright.traffic.requests.condition import Condition
from meshwright.traffic.requests.wording import worded


@dataclass(frozen=True)
class RequestClass:
    """The requests that fulfil all `conditions`, except those that fulfil all conditions of one of the `exceptions`.

    `rest`: other changes of the same spot report the exceptions, so "everything else" describes the class.
    """

    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[tuple[Condition, ...], ...] = ()
    rest: bool = False

    def __str__(self) -> str:
        """As in "GET /cart with cookie beta=yes, except with header x-debug"."""
        if not self.conditions:
            if not self.exceptions:
                return "all requests"
            return "everything else" if self.rest else f"all requests except {_listed(self.exceptions)}"
        exceptions = f", except {_listed(self.exceptions)}" if self.exceptions else ""
        return worded(self.conditions) + exceptions


def _listed(exceptions: Sequence[Sequence[Condition]]) -> str:
    return ", and except ".join(worded(each, "those") for each in exceptions)
