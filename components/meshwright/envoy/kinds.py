"""The kinds of resources that a proxy is configured with. A new kind is one row of the table here.

Snapshots, bundles, previews and diffs loop over the table. Only the agent must learn how Envoy reads a new kind
(`delivery/agent`).
"""

from dataclasses import dataclass

from meshwright.envoy import types


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of resource.

    `word` is the first column of its lines in a bundle. `field` is its name where resources are listed by kind: in a
    snapshot, in golden files and in the properties that a preview compares. `type_url` is the "@type" of its resources.
    """

    word: str
    field: str
    type_url: str


CLUSTER = Kind("cluster", "clusters", types.CLUSTER)
LISTENER = Kind("listener", "listeners", types.LISTENER)
ROUTE = Kind("route", "routes", types.ROUTE_CONFIGURATION)

KINDS: dict[str, Kind] = {each.field: each for each in (CLUSTER, LISTENER, ROUTE)}
"""Every kind by its field, in the order in which a bundle lists them."""


def by_word(word: str) -> Kind | None:
    """The kind of a line in a bundle; None for a word that no kind has."""
    return next((each for each in KINDS.values() if each.word == word), None)
