"""Each pair makes exactly the Markdown in its folder; `--refresh` writes it anew."""

from pathlib import Path

import pytest

from meshwright.traffic.diff.report.markdown import markdown

from .pair import FOLDERS, PAIRS, compared, described


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_pair(folder: Path, refresh: bool) -> None:
    diff = compared(described(folder / "old.py"), described(folder / "new.py"))
    said = markdown(diff, "prod@main", "prod")
    expected = folder / "expected.md"
    if refresh:
        expected.write_text(said)
    assert expected.read_text() == said, f"{folder.name}/expected.md is another: --refresh, and read the difference"


def test_every_folder_is_a_pair() -> None:
    files = {path for path in PAIRS.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    assert files == {folder / name for folder in FOLDERS for name in ("old.py", "new.py", "expected.md")}
    assert len(FOLDERS) >= 20
