"""The kinds of resources that a proxy is configured with. A new kind is one row of the table here.

Snapshots, bundles, the agent, previews and diffs loop over the table.
"""

from dataclasses import dataclass
from typing import Literal

from meshwright.envoy import types


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of resource.

    `word` is the first column of its lines in a bundle. `field` is its name where resources are listed by kind: in a
    snapshot, in golden files and in the properties that a preview compares. `type_url` is the "@type" of its resources.

    `file` is where the agent writes it for Envoy: one file for all of the kind, or one for each `{name}`. `step` is when a
    change of it comes into force: with the clusters, before anything uses them, or with the rest.
    """

    word: str
    field: str
    type_url: str
    file: str
    step: Literal["clusters", "rest"]


CLUSTER = Kind("cluster", "clusters", types.CLUSTER, "clusters.json", "clusters")
LISTENER = Kind("listener", "listeners", types.LISTENER, "listeners.json", "rest")
ROUTE = Kind("route", "routes", types.ROUTE_CONFIGURATION, "routes/{name}.json", "rest")

KINDS: dict[str, Kind] = {each.field: each for each in (CLUSTER, LISTENER, ROUTE)}
"""Every kind by its field, in the order in which a bundle lists them."""


def by_word(word: str) -> Kind | None:
    """The kind of a line in a bundle; None for a word that no kind has."""
    return next((each for each in KINDS.values() if each.word == word), None)
