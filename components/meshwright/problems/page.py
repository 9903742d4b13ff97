"""The page of a code: what the problem is, why it matters, and an example of it, wrong and right."""

from pathlib import Path

from meshwright.problems.catalogue import Code

_PAGES = Path(__file__).parent / "pages"


def page_file(code: Code) -> Path:
    """The Markdown file that explains a code. It is part of the installed library."""
    return _PAGES / f"{code}.md"


def page(code: Code) -> str:
    """The page that explains a code, as Markdown."""
    return page_file(code).read_text(encoding="utf-8")
