"""The size of each vertex's box. Text is not measured: widths are those of a common sans-serif font."""

from meshwright.traffic.graph.model import Vertex

TITLE, ROW = 44, 18
"""The height of a box without versions, and of each version."""
NARROWEST, WIDEST = 132.0, 290.0
_NAME, _SMALL = 8.2, 6.4
"""The width of a character of 13 px in semibold, and of 11 px."""
_SIDES, _ICON, _SHARE = 24, 17, 104
LONGEST = 30
"""The maximum number of characters of a name."""


def size(vertex: Vertex) -> tuple[float, float]:
    """Width and height of a vertex's box."""
    versions = vertex.versions if len(vertex.versions) > 1 else ()
    widths = [
        len(shortened(vertex.name)) * _NAME + _ICON,
        len(vertex.summary) * _SMALL,
        *(len(shortened(each.name, 18)) * _SMALL + _SHARE for each in versions),
    ]
    sides = _SIDES + 12 * (vertex.kind == "gateway")
    width = min(max(NARROWEST, max(widths) + sides), WIDEST)
    return width, TITLE + len(versions) * ROW + 4 * bool(versions)


def shortened(text: str, longest: int = LONGEST) -> str:
    """Shortens a text in the middle, as both ends of a name carry information."""
    if len(text) <= longest:
        return text
    head = (longest - 1) // 2
    return f"{text[:head]}…{text[head + 1 - longest :]}"
