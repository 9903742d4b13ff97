"""Sphinx: the documentation as a site. `make docs` builds it."""

import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx

HERE = Path(__file__).parent
ROOT = HERE.parent
PROBLEMS = ROOT / "components" / "meshwright" / "problems" / "pages"
LINK = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+[^)\s]*|description\.py)\)")

project = "Meshwright"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Meshwright"
myst_heading_anchors = 3
autodoc_member_order = "bysource"
autodoc_typehints = "none"
suppress_warnings = ["misc.highlighting_failure"]


def own_links(app: Sphinx, name: str, source: list[str]) -> None:
    """Problem pages are in the package, and some links lead to the source: neither is where the site has its pages."""

    def link(match: re.Match[str]) -> str:
        text, address = match.groups()
        path, _, anchor = address.partition("#")
        folder = PROBLEMS if name.startswith("problems/") else (HERE / name).parent
        target = (folder / path).resolve()
        if target.is_relative_to(PROBLEMS):
            return f"[{text}](/problems/{target.name})"
        if target.is_relative_to(HERE) and target.suffix == ".md":
            return f"[{text}](/{target.relative_to(HERE)}{'#' * bool(anchor)}{anchor})"
        return text

    source[0] = LINK.sub(link, source[0])


def setup(app: Sphinx) -> None:
    shutil.copytree(PROBLEMS, HERE / "problems", dirs_exist_ok=True)
    app.connect("source-read", own_links)
