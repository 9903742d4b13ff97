"""Path normalisation before routing, as configured in the HTTP connection manager."""

import re

ESCAPED = re.compile(r"%([0-9A-Fa-f]{2})")
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
# Parameters of a dot segment are removed with it: "/a/..;x/b" is "/b"
DOT = re.compile(r"\.(;.*)?")
DOTS = re.compile(r"\.\.(;.*)?")


def normalize(path: str) -> str | None:
    """`normalize_path`: resolves dot segments, and decodes and encodes characters as needed. The query is unchanged.

    None if Envoy refuses the path (an encoded zero byte).
    """
    path, mark, query = path.partition("?")
    if "%00" in path:
        return None
    path = ESCAPED.sub(_unescape, path.replace("\\", "/"))
    path = re.sub(r'["<>`{|}^]', lambda found: f"%{ord(found[0]):02X}", path)
    kept: list[str] = []
    segments = path.split("/")[1:]
    for position, segment in enumerate(segments):
        last = position == len(segments) - 1
        if DOTS.fullmatch(segment):
            kept = kept[:-1]
        elif not DOT.fullmatch(segment):
            kept.append(segment)
            continue
        if last:
            kept.append("")
    return "/" + "/".join(kept) + mark + query


def _unescape(found: re.Match[str]) -> str:
    character = chr(int(found[1], 16))
    return character if UNRESERVED.fullmatch(character) else found[0]


def unescape_slashes(path: str) -> str:
    """The path with `/` in the place of `%2F` and `\\` in that of `%5C`. The query is unchanged."""
    path, mark, query = path.partition("?")
    return path.replace("%2F", "/").replace("%2f", "/").replace("%5C", "\\").replace("%5c", "\\") + mark + query


def merge_slashes(path: str) -> str:
    """`merge_slashes`: replaces repeated slashes in the path, but not in the query, by one; `//` alone is unchanged."""
    path, mark, query = path.partition("?")
    if "//" in path:
        path = "/" + "/".join(filter(None, path.split("/"))) + ("/" if path.endswith("/") else "")
    return path + mark + query
