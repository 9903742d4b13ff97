"""Lays an expression out over lines as `ruff format` does, at its width of 120."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 120
_INDENT = "    "


@dataclass(frozen=True)
class Atom:
    """What stays in one line: a name, a number, a text."""

    text: str


@dataclass(frozen=True)
class Brackets:
    """Items in brackets, as in `Route("main", to="v1")`: `open` is `Route(`, `close` is `)`.

    `call`: the arguments may stay together on the next line; items of a list or mapping may not. `opened`: each item is on
    a line of its own, even if all of them would fit on one line.
    """

    open: str
    items: "Sequence[Item]"
    close: str
    call: bool = False
    opened: bool = False


@dataclass(frozen=True)
class Method:
    """A call of a method of what `of` makes, as in `cookie("beta").equals("yes")`."""

    of: Brackets
    call: Brackets


Expression = Atom | Brackets | Method


@dataclass(frozen=True)
class Item:
    """An expression with what stands before it: the keyword of an argument, or the key of a mapping."""

    before: str
    value: Expression


def flat(value: Expression) -> str:
    """In one line."""
    if isinstance(value, Atom):
        return value.text
    if isinstance(value, Method):
        return flat(value.of) + flat(value.call)
    return value.open + _joined(value.items) + value.close


def laid_out(item: Item, indent: str = "", after: str = "") -> str:
    """Over as many lines as it needs. `after`: what follows it on its last line."""
    whole = indent + item.before + flat(item.value) + after
    if isinstance(item.value, Atom) or (_width(whole) <= WIDTH and not _is_opened(item.value)):
        return whole
    if isinstance(item.value, Brackets):
        return _opened(indent + item.before, item.value, indent, after) if item.value.items else whole
    of, call = item.value.of, item.value.call
    start = indent + item.before + flat(of) + call.open
    if call.items and _width(start) <= WIDTH:
        return _opened(indent + item.before + flat(of), call, indent, after)
    return _opened(indent + item.before, of, indent, "") + laid_out(Item("", call), indent, after)[len(indent) :]


def _opened(before: str, value: Brackets, indent: str, after: str) -> str:
    inner = indent + _INDENT
    together = inner + _joined(value.items)
    if value.call and _width(together) <= WIDTH and not any(_is_opened(each.value) for each in value.items):
        lines = [together]
    else:
        comma = "" if value.call and len(value.items) == 1 and not value.items[0].before else ","
        lines = [laid_out(each, inner, comma) for each in value.items]
    return "\n".join([before + value.open, *lines, indent + value.close + after])


def _is_opened(value: Expression) -> bool:
    """Whether something inside of it is on lines of its own in any case."""
    if not isinstance(value, Brackets):
        return False
    return value.opened or any(_is_opened(each.value) for each in value.items)


def _joined(items: Sequence[Item]) -> str:
    return ", ".join(each.before + flat(each.value) for each in items)


def _width(text: str) -> int:
    """How many columns a text takes in a terminal or an editor."""
    from rich.cells import cell_len  # rich is large, and only what writes descriptions needs it

    return cell_len(text)
