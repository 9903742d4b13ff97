"""A diff as Markdown, for a comment in a pull request."""

import re
from collections.abc import Iterable, Iterator

from meshwright.traffic.code_marks import BEGIN, END
from meshwright.traffic.diff.diff import Diff
from meshwright.traffic.diff.listing import names
from meshwright.traffic.diff.reach import Reach
from meshwright.traffic.diff.report.grouping import GroupedVerdict, grouped_changes, grouped_verdicts, sections

_SIGNS = {"safe": "✅", "careful": "⚠️", "unsafe": "⛔"}
_CODE = re.compile(f"{BEGIN}(.*?){END}")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def markdown(diff: Diff, old: str, new: str) -> str:
    """The complete diff. `old`, `new`: the names of the sides."""
    title = f"### Traffic: {_text(old)} → {_text(new)}: "
    if diff.same:
        return f"{title}no change\n"
    blocks = [
        [f"{title}{_SIGNS[diff.level]} {diff.level}"],
        [line for each in grouped_verdicts(diff.verdicts) for line in _verdict(each)],
        *_requests(diff),
        [f"- {each.kind} {_bold(each.names)}: {_text(each.what)}" for each in grouped_changes(diff.plan_changes)],
        [*_reach(diff.reach)],
    ]
    return "\n\n".join("\n".join(lines) for lines in blocks if lines) + "\n"


def _verdict(said: GroupedVerdict) -> Iterator[str]:
    yield f"- {_SIGNS[said.level]} {_bold(said.about)}: {_text(said.reason)}"
    if len(said.steps) == 1:
        yield f"  - Safer: {_text(said.steps[0])}"
    elif said.steps:
        yield f"  - Safer, in {len(said.steps)} steps:"
        yield from (f"    {number}. {_text(step)}" for number, step in enumerate(said.steps, 1))


def _requests(diff: Diff) -> Iterator[list[str]]:
    found = sections(diff)
    if not found and diff.level == "safe":
        yield ["No request is routed differently."]
    for each in found:
        yield [f"**{_text(each.at)}**" + (f", from {_text(each.callers)}" if each.callers else "")]
        rows = [f"| {_text(who, cell=True)} | {_text(what, cell=True)} |" for who, what in each.rows]
        yield ["| requests | what changes |", "| --- | --- |", *rows]


def _reach(reach: Reach) -> Iterator[str]:
    yield f"<details><summary>{_text(reach.summary)}</summary>"
    yield ""
    for label, found in reach.lists:
        yield f"- {label}: {_text(names(found))}"
    yield ""
    yield "</details>"


def _bold(found: Iterable[str]) -> str:
    """Names in bold."""
    return f"**{_text(names(found))}**"


def _text(text: str, cell: bool = False) -> str:
    """Escapes a text, in one line, with its code marked as code. `cell`: inside a table."""
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(
        _code(piece, cell) if index % 2 else _SPECIAL.sub(r"\\\1", piece) for index, piece in enumerate(pieces)
    )


def _code(text: str, cell: bool) -> str:
    """Encloses code in more backticks than it contains in a row. A bar would end the cell of a table even in code."""
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    inner = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{inner}{fence}".replace("|", "\\|" if cell else "|")
