"""The small mesh as Mermaid and as SVG, before a change and with it, as files to look at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from meshwright import checks
from meshwright.traffic.graph import Graph, Highlight, edge_key, graph, key, mermaid, svg

from .graph_meshes import after, before

GOLDEN = Path(__file__).parent / "golden"
HIGHLIGHTS = {
    key("node", "checkout-v2"): Highlight("changed", "safe", ("weight 5 % → 10 %",)),
    key("service", "checkout"): Highlight("changed", "safe", ("route main: v2 gets 10 % instead of 5 %",)),
    key("service", "search"): Highlight("added", "careful"),
    key("service", "legacy"): Highlight("removed", "unsafe"),
    edge_key(key("service", "checkout"), key("service", "legacy")): Highlight("removed", "unsafe"),
}


def plain() -> Graph:
    return graph(after(), checks.advise(after()))


def compared() -> Graph:
    return graph(after(), checks.advise(after()), old=before(), highlights=HIGHLIGHTS)


@pytest.mark.parametrize("drawn", [plain, compared], ids=lambda each: each.__name__)
@pytest.mark.parametrize(("render", "suffix"), [(mermaid, "mmd"), (svg, "svg")])
def test_golden(drawn: Callable[[], Graph], render: Callable[[Graph], str], suffix: str, refresh: bool) -> None:
    text = render(drawn())
    file = GOLDEN / f"{drawn.__name__}.{suffix}"
    if refresh:
        file.write_text(text)
    assert text == file.read_text(), "run with --refresh, and look at what has changed"
