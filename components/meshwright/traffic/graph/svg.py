"""The graph as SVG: as a file of its own, and as part of the page."""

import re
from collections.abc import Iterable, Mapping
from importlib.resources import files
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from meshwright.traffic.graph.boxes import ROW, TITLE, shortened, size
from meshwright.traffic.graph.identifiers import identifiers
from meshwright.traffic.graph.layout import Box, Layout, Line, layout
from meshwright.traffic.graph.model import Graph, Highlight, Key, Version, Vertex
from meshwright.units import show_share

_MARKS = {"added": "+", "removed": "−", "changed": "~"}
_ICONS = {
    "gateway": "M0 5.5H7M4 2.5L7 5.5L4 8.5M9.5 .5V10.5",
    "service": "M.5 .5H10.5V10.5H.5ZM3 4H8M3 7H8",
    "node": "M5.5 .5A5 5 0 1 1 5.4 .5ZM5.5 5.4V5.6",
    "host": "M5.5 .5A5 5 0 1 1 5.4 .5ZM.5 5.5H10.5M5.5 .5Q1.5 5.5 5.5 10.5Q9.5 5.5 5.5 .5",
    "function": "M1 .5H3L9 10.5H10.5M4.8 3.6L1 10.5",
}


def svg(graph: Graph) -> str:
    """The drawing as a file of its own, light or dark as the reader prefers."""
    root = drawing(graph)
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("role", "img")
    root.set("aria-label", f"Service mesh {graph.title}")
    style = Element("style")
    style.text = stylesheet()
    root.insert(0, style)
    root.insert(1, Element("rect", {"class": "background", "width": "100%", "height": "100%"}))
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def stylesheet() -> str:
    """The colours and lines of the drawing."""
    return files(__package__).joinpath("page", "drawing.css").read_text(encoding="utf-8")


def anchors(graph: Graph) -> Mapping[Key, str]:
    """The anchor of each vertex in an address, as in `#service:checkout`."""
    return identifiers(((each.key, each.key) for each in graph.vertices), "A-Za-z0-9.:-")


def drawing(graph: Graph, *, links: bool = False) -> Element:
    """The drawing without its style. `links`: each box links to its anchor."""
    sizes = {each.key: size(each) for each in graph.vertices}
    placed = layout(sizes, [(each.source, each.target) for each in graph.edges])
    width, height = f"{placed.width:.0f}", f"{placed.height:.0f}"
    root = Element("svg", {"class": "mesh", "width": width, "height": height, "viewBox": f"0 0 {width} {height}"})
    if graph.compared:
        root.set("class", "mesh compared")
    names = anchors(graph)
    _edges(SubElement(root, "g", {"class": "edges"}), graph, placed, names)
    vertices = SubElement(root, "g", {"class": "vertices"})
    for each in graph.vertices:
        box = placed.boxes[each.key]
        classes = _classes("vertex", each.kind, highlight=each.highlight)
        if links:
            group = SubElement(
                vertices, "a", {"class": classes, "href": f"#{names[each.key]}", "aria-label": spoken(each)}
            )
        else:
            group = SubElement(vertices, "g", {"class": classes})
        group.set("transform", f"translate({box.x:.1f} {box.y:.1f})")
        _vertex(group, each, box)
    return root


def spoken(vertex: Vertex) -> str:
    """A vertex as a screen reader reads it."""
    kind = "virtual node" if vertex.kind == "node" else vertex.kind
    said = [f"{kind} {vertex.name}", vertex.summary]
    if vertex.highlight:
        said.append(" and ".join(each for each in (vertex.highlight.kind, vertex.highlight.verdict) if each))
    if vertex.problems:
        said.append(f"{len(vertex.problems)} problem{'s' * (len(vertex.problems) != 1)}")
    return clean(", ".join(said))


def _edges(group: Element, graph: Graph, placed: Layout, names: Mapping[Key, str]) -> None:
    titles = {each.key: each.name for each in graph.vertices}
    for edge in sorted(graph.edges, key=lambda each: each.highlight is not None):  # changed parts are drawn on top
        line = placed.lines[edge.source, edge.target]
        part = SubElement(group, "g", {"class": _classes("edge", edge.kind, highlight=edge.highlight)})
        part.set("data-source", names[edge.source])
        part.set("data-target", names[edge.target])
        verb = "calls" if edge.kind == "call" else "leads to"
        changed = f" ({edge.highlight.kind})" if edge.highlight else ""
        _text(SubElement(part, "title"), f"{titles[edge.source]} {verb} {titles[edge.target]}{changed}")
        SubElement(part, "path", {"class": "line", "d": _path(line)})
        x, y = line.end
        back = -8 if line.to_right else 8
        SubElement(part, "path", {"class": "head", "d": f"M{x:.1f} {y:.1f}l{back} -4v8z"})
        if edge.label:
            at = {"class": "label", "x": f"{x + back * 1.5:.1f}", "y": f"{y - 5:.1f}"}
            _text(SubElement(part, "text", at), shortened(edge.label, 14))


def _vertex(group: Element, vertex: Vertex, box: Box) -> None:
    radius = {"gateway": box.height / 2, "host": 0, "function": 0}.get(vertex.kind, 6)
    outline = {"class": "box", "width": f"{box.width:.1f}", "height": f"{box.height:.1f}", "rx": f"{radius:.1f}"}
    _text(SubElement(group, "title"), f"{vertex.name}: {vertex.summary}")
    SubElement(group, "rect", outline)
    left = 18 if vertex.kind == "gateway" else 12
    icon = {"class": "icon", "d": _ICONS[vertex.kind], "transform": f"translate({left} 9)"}
    SubElement(group, "path", icon)
    _text(SubElement(group, "text", {"class": "name", "x": str(left + 17), "y": "19"}), shortened(vertex.name))
    _text(SubElement(group, "text", {"class": "summary", "x": str(left), "y": "34"}), shortened(vertex.summary, 34))
    for index, version in enumerate(vertex.versions if len(vertex.versions) > 1 else ()):
        _version(SubElement(group, "g"), version, TITLE + index * ROW, box.width)
    right = box.width - (12 if vertex.kind == "gateway" else 4)
    if vertex.highlight:
        _badge(group, _classes("badge", highlight=vertex.highlight), right, _MARKS[vertex.highlight.kind])
        right -= 22
    if vertex.problems:
        errors = any(each.severity == "error" for each in vertex.problems)
        _badge(group, f"badge problem {'error' if errors else 'advice'}", right, "!")


def _version(group: Element, version: Version, y: float, width: float) -> None:
    group.set("class", _classes("version", highlight=version.highlight))
    mark = f"{_MARKS[version.highlight.kind]} " if version.highlight else ""
    _text(SubElement(group, "text", {"x": "12", "y": f"{y + 12}"}), mark + shortened(version.name, 18))
    share = version.share
    said = show_share(share) if share is not None else f"by {version.by[0]}" if version.by else ""
    if version.copies and not share:
        share, said = None, version.copies
    _text(
        SubElement(group, "text", {"class": "share", "x": f"{width - 12:.1f}", "y": f"{y + 12}"}), shortened(said, 16)
    )
    if share is not None:
        start, length = width - 112, 54.0
        place = {"x": f"{start:.1f}", "y": f"{y + 5}", "height": "6", "rx": "3"}
        SubElement(group, "rect", {"class": "track", "width": f"{length}", **place})
        if share:
            SubElement(group, "rect", {"class": "bar", "width": f"{max(3.0, length * share):.1f}", **place})


def _badge(group: Element, classes: str, right: float, mark: str) -> None:
    part = SubElement(group, "g", {"class": classes})
    SubElement(part, "circle", {"cx": f"{right - 9:.1f}", "cy": "0", "r": "9"})
    _text(SubElement(part, "text", {"x": f"{right - 9:.1f}", "y": "4.5"}), mark)


def _classes(*names: str, highlight: Highlight | None = None) -> str:
    changed = [highlight.kind, highlight.verdict or "unjudged"] if highlight else []
    return " ".join([*names, *changed])


def _path(line: Line) -> str:
    def numbers(points: Iterable[tuple[float, float]]) -> str:
        return " ".join(f"{x:.1f} {y:.1f}" for x, y in points)

    steps = (f"{'C' if len(step) == 3 else 'L'}{numbers(step)}" for step in line.steps)
    return f"M{numbers([line.start])}{''.join(steps)}"


def _text(element: Element, text: str) -> None:
    element.text = clean(text)


def clean(text: str) -> str:
    """Removes characters that XML doesn't allow."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)
