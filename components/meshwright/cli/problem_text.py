"""Problems on a terminal: in colours, each code a link to its page."""

import re

from rich.console import Console
from rich.text import Text

from meshwright.problems.page import page_file

_COLOURS = {"error": "bold red", "advice": "bold yellow"}
_HEADING = re.compile(r"^(error|advice) (MW\d+)", re.MULTILINE)


def print_problems(problems: str, *, err: bool = False) -> None:
    """Prints rendered problems. Colours and links appear on a terminal only."""
    text = Text(problems)
    for match in _HEADING.finditer(problems):
        text.stylize(_COLOURS[match[1]], *match.span())
        text.stylize(f"link {page_file(match[2]).as_uri()}", *match.span(2))
    # soft_wrap: a line stays one line, as in a file.
    Console(stderr=err, highlight=False, soft_wrap=True).print(text, end="")
