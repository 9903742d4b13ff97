"""The bundle: all resources of one proxy in one text, which proves itself that it is whole."""

import hashlib
import json
import re

from meshwright.envoy.kinds import KINDS, ROUTE, Kind, by_word
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.problems import MeshwrightError

NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:@+|,=~/-]*")
"""What a resource may be called, so that awk, stat names and file names carry it unchanged."""


class BundleError(MeshwrightError):
    """A text is not a whole bundle, or a snapshot cannot be written as one. The message says why."""


def write(snapshot: Snapshot) -> str:
    """The bundle of one proxy: the same bytes for the same snapshot, wherever it is written.

    Raises BundleError if a resource is not what its key and kind say, or has a name that cannot be carried.
    """
    lines = []
    for kind in KINDS.values():
        for name, resource in sorted(snapshot.of(kind).items()):
            _check(kind, name, resource)
            text = json.dumps(resource, sort_keys=True, separators=(",", ":"), allow_nan=False)
            lines.append(f"{kind.word}\t{name}\t{text}\n")
    return ended("".join(lines))


def ended(body: str) -> str:
    """The resource lines of a bundle, with the line that proves them whole."""
    lines = body.count("\n")
    return f"{body}end\t{lines}\t{_sha256(body)}\n"


def read(text: str, proxy: str) -> Snapshot:
    """The snapshot that `write` made the bundle from; a bundle does not name its proxy, so the caller does.

    Raises BundleError for anything that is not whole: cut short, changed, or with lines that are no resources.
    """
    body = text[: text.rfind("\n", 0, -1) + 1]
    count, digest = _end(text)
    if digest != _sha256(body):
        raise BundleError(f"its sha256 is {_sha256(body)}, its end line says {digest}")
    lines = body.split("\n")[:-1]
    if count != len(lines):
        raise BundleError(f"it has {len(lines)} resources, its end line says {count}")
    resources: dict[str, dict[str, Resource]] = {field: {} for field in KINDS}
    for number, line in enumerate(lines, 1):
        kind, name, resource = _resource(number, line)
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
    match = re.fullmatch(r"end\t(0|[1-9][0-9]*)\t([0-9a-f]{64})\n", last)
    if match is None:
        raise BundleError("it is cut short: its last line is not an end line")
    return int(match[1]), match[2]


def _resource(number: int, line: str) -> tuple[Kind, str, Resource]:
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


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
