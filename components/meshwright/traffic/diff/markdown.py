"""A diff as Markdown, for a comment in a pull request."""

import re
from collections.abc import Iterable, Iterator, Sequence

from meshwright.traffic.diff.change import Change
from meshwright.traffic.diff.diff import Diff, Verdict
from meshwright.traffic.diff.part import Part
from meshwright.traffic.diff.words import BEGIN, END

_SIGNS = {"safe": "✅", "careful": "⚠️", "unsafe": "⛔"}
_CODE = re.compile(f"{BEGIN}(.*?){END}")
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")
_SHOWN = 8
"""How many names stand in a list before the rest is only counted."""


def markdown(diff: Diff, old: str, new: str) -> str:
    """The whole diff. `old`, `new`: what the sides are called."""
    title = f"### Traffic: {_text(old)} → {_text(new)}: "
    if diff.same:
        return f"{title}no change\n"
    lines = [f"{title}{_SIGNS[diff.level]} {diff.level}", ""]
    lines += _verdicts(diff.verdicts)
    lines += _requests(diff)
    lines += _parts(diff.parts)
    lines += _reach(diff)
    return "\n".join(lines).rstrip() + "\n"


def _verdicts(verdicts: Sequence[Verdict]) -> Iterator[str]:
    for each in verdicts:
        yield f"- {_SIGNS[each.level]} **{_text(each.about)}**: {_text(each.reason)}"
        if len(each.steps) == 1:
            yield f"  - Safer: {_text(each.steps[0])}"
        for number, step in enumerate(each.steps if len(each.steps) > 1 else (), 1):
            yield f"  {number}. {_text(step)}"
    yield ""


def _requests(diff: Diff) -> Iterator[str]:
    if not diff.changes.requests:
        yield "**No request goes another way.**"
        yield ""
        return
    places = list(dict.fromkeys((each.place, each.callers) for each in diff.changes.requests))
    for place, callers in places:
        who = f", from {names(callers)}" if callers else ""
        yield f"**{_text(str(place))}**{_text(who)}"
        yield ""
        yield "| requests | what changes |"
        yield "| --- | --- |"
        for each in diff.changes.requests:
            if (each.place, each.callers) == (place, callers):
                yield f"| {_text(_who(each))} | {_text('; '.join(each.what))} |"
        yield ""


def _who(change: Change) -> str:
    return f"{change.who} (only where a header is sent more than once)" if change.repeats else change.who


def _parts(parts: Sequence[Part]) -> Iterator[str]:
    for each in parts:
        what = "; ".join(each.what) if each.what else each.change
        yield f"- {each.kind} **{_text(each.name)}**: {_text(what)}"
    if parts:
        yield ""


def _reach(diff: Diff) -> Iterator[str]:
    reach = diff.reach
    yield "<details><summary>Whom it reaches</summary>"
    yield ""
    rows = [
        ("new configuration", [str(each) for each in reach.configured]),
        ("new tasks", reach.replaced or ()),
        ("come", reach.added),
        ("go", reach.removed),
        ("nothing happens to", reach.untouched),
    ]
    for label, found in rows:
        yield f"- {label}: {_text(names(found)) if found else 'nobody'}"
    if reach.replaced is None:
        yield "- which tasks are replaced is not known"
    yield ""
    yield "</details>"


def names(found: Iterable[str]) -> str:
    """A list of names, the first ones only where there are many."""
    every = list(found)
    if len(every) <= _SHOWN:
        return ", ".join(every)
    return f"{', '.join(every[:_SHOWN])} and {len(every) - _SHOWN} more"


def _text(text: str) -> str:
    """Escaped, in one line, with code where it is marked so."""
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(_code(piece) if index % 2 else _SPECIAL.sub(r"\\\1", piece) for index, piece in enumerate(pieces))


def _code(text: str) -> str:
    """In more backticks than it has in a row. A bar would end a table's cell even there."""
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    inner = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{inner}{fence}".replace("|", "\\|")
