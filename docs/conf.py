"""Sphinx: the documentation as a site. `make docs` builds it."""

import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pulumi
from docutils import nodes
from docutils.parsers.rst.states import Inliner
from sphinx.application import Sphinx
from sphinx.ext.napoleon import Config
from sphinx.ext.napoleon.docstring import GoogleDocstring
from sphinx.roles import XRefRole

from meshwright.field_docs import own_doc

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))
from types_as_written import show_types_as_written  # noqa: E402 (a file of this folder)

ROOT = HERE.parent
PROBLEMS = ROOT / "components" / "meshwright" / "problems" / "pages"
LINK = re.compile(r"\[([^\]]+)\]\(((?:\.\./)+[^)\s]*|description\.py)\)")

project = "Meshwright"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_click"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "Meshwright"
smartquotes = False  # they would change the dashes of options
myst_heading_anchors = 3
autodoc_default_options = {"members": True, "inherited-members": "ComponentResource, dict, Exception, StrEnum, str"}
autodoc_member_order = "bysource"
default_role = "code-or-link"  # single backticks in docstrings, as in Markdown
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


def code_or_link(
    name: str, raw: str, text: str, line: int, inliner: Inliner, options: Any = None, content: Any = ()
) -> Any:
    """Single backticks: code, and a link where it is the name of a type."""
    if re.fullmatch(r"[A-Z][a-z]\w*(\.\w+)?", text):
        return XRefRole()("py:obj", raw, text, line, inliner, options or {}, content)
    return [nodes.literal(raw, text)], []


def without_fields(app: Sphinx, what: Any, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """The docstring of a class as it is written: here each field stands by itself, with its own text."""
    if what == "class":
        config: Any = Config(napoleon_use_param=True)
        lines[:] = GoogleDocstring(own_doc(obj), config, app, what, name, obj, options).lines()


def without_inherited(app: Sphinx, what: str, name: str, obj: Any, skip: bool, options: Any) -> bool | None:
    """Leaves out what components inherit from Pulumi."""
    return True if name in vars(pulumi.ComponentResource) or name in vars(pulumi.Resource) else None


def setup(app: Sphinx) -> None:
    show_types_as_written()
    shutil.copytree(PROBLEMS, HERE / "problems", dirs_exist_ok=True)
    app.add_role("code-or-link", code_or_link)
    app.connect("source-read", own_links)
    app.connect("autodoc-process-docstring", without_fields, priority=1)
    app.connect("autodoc-skip-member", without_inherited)
