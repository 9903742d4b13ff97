"""Bundles with hosts that only the component's caller knows: `Host(Given("database"))`.

A bundle has a placeholder for such a host, as a whole JSON text and nowhere else, so that nothing that people wrote
themselves is taken for one.
"""

import json
from collections.abc import Iterable, Mapping

from meshwright import names
from meshwright.delivery import bundle


def used(text: str, givens: Iterable[str]) -> tuple[str, ...]:
    """The names among `givens` whose host the bundle has a placeholder for."""
    return tuple(name for name in givens if _placeholder(name) in text)


def filled(text: str, hosts: Mapping[str, str]) -> str:
    """The bundle with these hosts in place of their placeholders: a whole bundle again, with a version of its own."""
    for name, host in hosts.items():
        text = text.replace(_placeholder(name), json.dumps(host))
    return bundle.ended(text[: text.rfind("\n", 0, -1) + 1])


def _placeholder(name: str) -> str:
    return json.dumps(names.given(name))
