"""`meshwright graph`."""

from pathlib import Path

from tests.unit.cli.command import ADVICE, ran, run


def test_graph_is_mermaid() -> None:
    lines = ran("graph", "prod").splitlines()
    assert lines[0] == "flowchart LR"
    assert '    service_checkout ==> |"10 %, beta"| version_checkout_v2' in lines
    assert "    service_web --> service_checkout" in lines


def test_graph_as_svg_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "mesh.svg"
    assert ran("graph", "prod", "--format", "svg", "--output", str(file)) == ""
    assert file.read_text() == ran("graph", "prod", "--format", "svg")
    assert "Service mesh shop in prod" in file.read_text()


def test_graph_too_large_for_github(folder: Path) -> None:
    one = 'Service("lonely", Container("x"), port=80)'
    many = '*[Service(f"s{n}", Container("x"), port=80, calls=[f"s{m}" for m in range(n)]) for n in range(40)]'
    (folder / "advice.py").write_text(ADVICE.replace(one, many))
    result = run("graph", "advice")
    assert (result.exit_code, result.stdout.count("-->")) == (0, 780)
    assert "780 edges; GitHub draws up to 500" in result.stderr
