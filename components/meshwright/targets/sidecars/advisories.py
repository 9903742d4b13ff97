"""Security advisories of Envoy: a table, as it was known on one day. Nothing updates it at run time, so it ages: what came
after `KNOWN_UNTIL` is not in it. Source: Envoy's release notes and its GitHub advisories.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

KNOWN_UNTIL = date(2026, 11, 28)
"""The day of the table."""

Version = tuple[int, int, int]

_VERSION = re.compile(r"(?:^|[^0-9.])v?(\d+)\.(\d+)\.(\d+)(?:$|[^0-9.])")


@dataclass(frozen=True)
class Advisory:
    """One security release."""

    published: date
    ids: str
    """Its advisories; the worst ones if there are many."""
    what: str
    fixed: tuple[Version, ...]
    """The first version with the fix, of each line that was maintained on that day."""
    older: bool = True
    """Whether the lines before the first of these have no fix."""

    def affects(self, version: Version) -> bool:
        """Whether a version lacks the fix. A line that was no longer maintained got none."""
        lines = {each[:2]: each for each in self.fixed}
        if version[:2] in lines:
            return version < lines[version[:2]]
        return self.older and version < min(self.fixed)


ADVISORIES = (
    Advisory(
        date(2026, 10, 6),
        "GHSA-8vc2-jrm4-835w, GHSA-47vj-9r25-wv5j",
        "CONNECT without a path crashes oauth2 and api_key_auth",
        ((1, 38, 6), (1, 39, 3)),
        older=False,  # not known of 1.36 and 1.37
    ),
    Advisory(
        date(2026, 10, 1),
        "CVE-2026-35189",
        "a certificate uses up the memory",
        ((1, 36, 11), (1, 37, 7), (1, 38, 5), (1, 39, 2)),
    ),
    Advisory(
        date(2026, 8, 26),
        "CVE-2026-73552, CVE-2026-73548, CVE-2026-73551 and ten more",
        "RBAC with regular expressions lets requests through; upgrades poison connections",
        ((1, 36, 10), (1, 37, 6), (1, 38, 4), (1, 39, 1)),
    ),
    Advisory(
        date(2026, 6, 4),
        "CVE-2026-47774",
        "cookies over HTTP/2 use up the memory",
        ((1, 35, 11), (1, 36, 7), (1, 37, 3), (1, 38, 1)),
    ),
    Advisory(
        date(2026, 3, 10),
        "CVE-2026-26308 and four more",
        "RBAC does not see a header that is sent in several lines",
        ((1, 34, 13), (1, 35, 9), (1, 36, 5), (1, 37, 1)),
    ),
)
"""The newest first."""


def version_of(image: str) -> Version | None:
    """The version of Envoy that an image's tag names, as in "envoyproxy/envoy:distroless-v1.40.0". None: it names none."""
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    found = _VERSION.search(tag)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def affecting(image: str) -> Iterator[Advisory]:
    """The advisories that an image's version lacks the fix of."""
    version = version_of(image)
    if version is not None:
        yield from (each for each in ADVISORIES if each.affects(version))
