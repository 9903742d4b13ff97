"""Markdown for a comment: sections in order of importance, cut at the end of a line so that it stays valid."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

COMMENT = 65_536
"""Characters that GitHub accepts as a comment."""

_FENCE = re.compile(r"^\s*(`{3,}|~{3,})", re.MULTILINE)
_CUT = "\n\n_Cut here: {} more lines are in {}._\n"


@dataclass(frozen=True)
class Section:
    """A part of a comment. `title`: the text is folded below it, unless it is empty. `code`: it is a program's output."""

    text: str
    title: str = ""
    code: bool = False

    def shown(self) -> str:
        """As Markdown."""
        before, after = self._around()
        return f"{before}{self.text}{after}"

    def within(self, room: int, where: str) -> str:
        """As Markdown of at most `room` characters; empty if not even one line fits. `where`: where the rest is."""
        if len(self.shown()) <= room:
            return self.shown()
        before, after = self._around()
        lines = self.text.splitlines()
        note = _CUT.format(len(lines), where)
        room -= len(before) + len(after) + len(note) + 100  # for closing what the text leaves open
        kept: list[str] = []
        for line in lines:
            room -= len(line) + 1
            if room < 0:
                break
            kept.append(line)
        if not kept:
            return ""
        text = "\n".join(kept)
        text += "" if self.code else _closing(text)
        return f"{before}{text}{after}{_CUT.format(len(lines) - len(kept), where)}"

    def _around(self) -> tuple[str, str]:
        before = after = ""
        if self.code:
            fence = max((len(each) for each in re.findall(r"`{3,}", self.text)), default=2) + 1
            before, after = f"{'`' * fence}text\n", f"\n{'`' * fence}"
        if self.title:
            before, after = f"<details><summary>{self.title}</summary>\n\n{before}", f"{after}\n\n</details>"
        return before, after


def joined(head: str, sections: Sequence[Section], foot: str, limit: int, where: str) -> tuple[str, bool]:
    """Head, sections and foot, and whether something was cut."""
    room = limit - len(head) - len(foot) - 4
    parts, cut = [head], False
    for each in sections:
        shown = each.within(room - 2, where)
        cut = cut or shown != each.shown()
        room -= len(shown) + 2
        parts.append(shown)
    return "\n\n".join(part for part in [*parts, foot] if part) + "\n", cut


def _closing(text: str) -> str:
    """The Markdown that closes the code blocks and folds that a text leaves open."""
    open_fence = ""
    for found in _FENCE.finditer(text):
        mark = found[1]
        if not open_fence:
            open_fence = mark
        elif mark[0] == open_fence[0] and len(mark) >= len(open_fence):
            open_fence = ""
    folds = text.count("<details") - text.count("</details>")
    return (f"\n{open_fence}" if open_fence else "") + "\n\n</details>" * folds
