"""The bundle: all resources of one proxy in one text file that ends with a line of count and checksum.

A line is `word<TAB>name<TAB>value`: a resource (`envoy.kinds`) and its JSON, or a row of the tables that the agent needs
(`delivery.tables`). The last line is `end<TAB>format 2, N lines<TAB>sha256`.
"""

import hashlib
import json
import re
from collections.abc import Mapping

import orjson

from meshwright.delivery import tables
from meshwright.delivery.memo import Memo
from meshwright.envoy.garbage import collection_paused
from meshwright.envoy.kinds import CLUSTER, KINDS, ROUTE, Kind, by_word
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.problems import MeshwrightError

FORMAT = 2
"""The format that is written. Format 1 is read, too: it had no tables, and its end line has the bare number of lines.
An agent that meets a newer one keeps what is in force, and says which format it met."""

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:@+|,=~/-]*")
"""What a resource may be called, so that awk, stat names and file names carry it unchanged."""

_END = re.compile(r"end\t(?:format (\d+), )?(0|[1-9][0-9]*)((?: lines)?)\t([0-9a-f]{64})\n")
_FIRST = "1"
_ESCAPING = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class BundleError(MeshwrightError):
    """A text is not a whole bundle, or a snapshot cannot be written as one. The message says why."""


class _Writer:
    """Writes the bundles of many proxies. The JSON of what they share is made once.

    What is written must not change while the writer is used.
    """

    def __init__(self) -> None:
        self._shared = Memo(_text)
        self._tables = tables.Tables()

    def write(self, snapshot: Snapshot) -> str:
        """The bundle of one proxy: the same bytes for the same snapshot, wherever it is written.

        Raises BundleError if a resource is not what its key and kind say, or has a name that cannot be carried.
        """
        lines = []
        for kind in KINDS.values():
            for name, resource in sorted(snapshot.of(kind).items()):
                _check(kind, name, resource)
                lines.append(f"{kind.word}\t{name}\t{self._resource(kind, resource)}\n")
        # A name that no resource can have is not in force either.
        rows = [row for row in self._tables.rows(snapshot) if all(map(NAME.fullmatch, (row[1], *row[2].split())))]
        lines += [f"{word}\t{name}\t{value}\n" for word, name, value in rows]
        return ended("".join(lines))

    def _resource(self, kind: Kind, resource: Resource) -> str:
        """Callers of one service share its clusters and its virtual hosts; all else belongs to one proxy."""
        if kind is CLUSTER:
            return self._shared(resource)
        hosts = resource.get("virtual_hosts")
        if kind is ROUTE and isinstance(hosts, list) and all(isinstance(each, dict) for each in hosts):
            return self._route_configuration(resource, hosts)
        return _text(resource)

    def _route_configuration(self, resource: Resource, hosts: list[Resource]) -> str:
        fields = {key: _text(value) for key, value in resource.items() if key != "virtual_hosts"}
        fields["virtual_hosts"] = f"[{','.join(map(self._shared, hosts))}]"
        return "{" + ",".join(f"{_text(key)}:{text}" for key, text in sorted(fields.items())) + "}"


def write(snapshot: Snapshot) -> str:
    """The bundle of one proxy. Raises BundleError."""
    return _Writer().write(snapshot)


def write_all(snapshots: Mapping[str, Snapshot]) -> dict[str, str]:
    """The bundles of many proxies, under the same keys. What the proxies share is written once. Raises BundleError."""
    writer = _Writer()
    with collection_paused():
        return {key: writer.write(snapshot) for key, snapshot in snapshots.items()}


def ended(body: str) -> str:
    """The lines of a bundle and its end line."""
    lines = body.count("\n")
    return f"{body}end\tformat {FORMAT}, {lines} lines\t{_sha256(body)}\n"


def read(text: str, proxy: str) -> Snapshot:
    """The snapshot that `write` made the bundle from; a bundle does not name its proxy, so the caller does.

    Raises BundleError for anything that is not whole: cut short, changed, of another format, or with lines that are no
    resources.
    """
    body = text[: text.rfind("\n", 0, -1) + 1]
    count, digest = _end(text)
    if digest != _sha256(body):
        raise BundleError(f"its sha256 is {_sha256(body)}, its end line says {digest}")
    lines = body.split("\n")[:-1]
    if count != len(lines):
        raise BundleError(f"it has {len(lines)} lines, its end line says {count}")
    resources: dict[str, dict[str, Resource]] = {field: {} for field in KINDS}
    for number, line in enumerate(lines, 1):
        if line.partition("\t")[0] in tables.WORDS:
            continue
        kind, name, resource = _parsed(number, line)
        if name in resources[kind.field]:
            raise BundleError(f"line {number}: {kind.word} {name} is there twice")
        resources[kind.field][name] = resource
    return Snapshot(proxy, resources)


def version(text: str) -> str:
    """What the agent reports as the version in force: the first 12 hex digits of the sha256 in the end line.

    Raises BundleError if the text does not end in an end line; the rest of it is not looked at.
    """
    return _end(text)[1][:12]


def _end(text: str) -> tuple[int, str]:
    if not text.endswith("\n"):
        raise BundleError("it is cut short: it does not end in a whole line")
    last = text[text.rfind("\n", 0, -1) + 1 :]
    match = _END.fullmatch(last)
    if match is None or bool(match[1]) != bool(match[3]):
        raise BundleError("it is cut short: its last line is not an end line")
    if (match[1] or _FIRST) not in (_FIRST, str(FORMAT)):
        raise BundleError(f"it has format {match[1]}, and this version of Meshwright reads formats 1 and {FORMAT}")
    return int(match[2]), match[4]


def _parsed(number: int, line: str) -> tuple[Kind, str, Resource]:
    fields = line.split("\t")
    kind = by_word(fields[0])
    if len(fields) != 3 or kind is None:
        words = ", ".join(each.word for each in KINDS.values())
        raise BundleError(f"line {number} is not a {words} line of three fields")
    _, name, text = fields
    try:
        resource = json.loads(text)
    except ValueError as error:
        raise BundleError(f"line {number}: {kind.word} {name} is not JSON: {error}") from error
    _check(kind, name, resource)
    return kind, name, resource


def _check(kind: Kind, name: str, resource: Resource) -> None:
    if not NAME.fullmatch(name) or ".rds." in name or (kind == ROUTE and "/" in name):
        raise BundleError(f"{kind.word} {name!r}: a name that stats or files cannot carry")
    if not isinstance(resource, dict) or resource.get("@type") != kind.type_url or resource.get("name") != name:
        raise BundleError(f"{kind.word} {name}: its name or @type does not say so")


def _text(value: object) -> str:
    """JSON in ASCII, its keys sorted."""
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
    # awk programs do not agree on what is a character outside ASCII, and orjson escapes none.
    return text if text.isascii() else _ESCAPING.encode(value)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
