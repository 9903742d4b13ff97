"""Changed changes of headers, in words."""

from collections.abc import Iterator

from meshwright.traffic.code_marks import code
from meshwright.traffic.diff.fate import Fate
from meshwright.traffic.explanation import HeaderChange


def header_changes(old: Fate, new: Fate) -> Iterator[str]:
    """Each header that arrives otherwise than before."""
    for what, before, after in (
        ("request", old.request_headers, new.request_headers),
        ("response", old.response_headers, new.response_headers),
    ):
        was, is_now = {each.name: each for each in before}, {each.name: each for each in after}
        for name in sorted(was.keys() | is_now.keys()):
            if was.get(name) != is_now.get(name):
                yield f"{what} header {code(name)}: {_state(was.get(name))} → {_state(is_now.get(name))}"


def _state(change: HeaderChange | None) -> str:
    if change is None:
        return "as it is sent"
    if not change.values:
        return "removed"
    values = " and ".join(map(code, change.values))
    return f"set to {values}" if change.replaced else f"{values} added"
