"""The page of the graph, and what has changed since a revision."""

from pathlib import Path

from click.testing import CliRunner, Result
from tests.unit.revisions import edit

from meshwright.cli import main


def graph(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["graph", *arguments])


def test_the_graph_shows_what_has_changed_since(repository: Path) -> None:
    edit(repository, 'Version("v1", Container("a")), ', "")
    edit(repository, '{"v1": 100 - canary, "v2": canary}', '{"v2": 100}')
    found = graph("prod", "--since", "prod@HEAD", "--format", "html", "--output", "mesh.html")
    assert (found.exit_code, found.output) == (0, "")
    page = (repository / "mesh.html").read_text()
    assert "removed, unsafe" in page
    assert "unsafe: removed while it gets 90 % of a route&#39;s requests" in page
    drawn = graph("prod", "--since", "prod@HEAD")
    assert drawn.exit_code == 0
    assert drawn.output.startswith("flowchart LR\n")
    assert drawn.output != graph("prod").output


def test_a_graph_since_what_is_not_there_says_why(repository: Path) -> None:
    found = graph("prod", "--since", "prod@nope")
    assert found.exit_code == 1
    assert "MW416" in found.output


def test_a_page_wants_a_file(repository: Path) -> None:
    found = graph("prod", "--format", "html")
    assert found.exit_code == 2
    assert "--output mesh.html" in found.output
