"""Tables and text: with lines and colours on a terminal, as aligned columns otherwise."""

import json
import sys
from collections.abc import Iterable, Sequence

import click
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text


def table(header: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[str] = ()) -> None:
    """Prints rows under a header. `right`: the columns that are aligned to the right."""
    seen = sys.stdout.isatty()
    shown = Table(box=box.SIMPLE_HEAD if seen else None, padding=(0, 1) if seen else (0, 2, 0, 0), pad_edge=False)
    for name in header:
        shown.add_column(name, justify="right" if name in right else "left", overflow="fold")
    for row in rows:
        shown.add_row(*(_cell(value) for value in row))
    _print(shown)


def facts(pairs: Iterable[tuple[str, object]]) -> None:
    """Prints names and values, one pair a line; pairs without a value are left out."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="bold")
    grid.add_column(overflow="fold")
    for name, value in pairs:
        if value not in (None, ""):
            grid.add_row(name, _cell(value))
    _print(grid)


def print_json(value: object) -> None:
    """Prints a value as JSON, for programs."""
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))


def _cell(value: object) -> Text:
    return value if isinstance(value, Text) else Text(str(value))


def _print(shown: Table) -> None:
    seen = sys.stdout.isatty()
    # Without a terminal there is no width to fit: lines are not wrapped.
    console = Console(file=sys.stdout, width=None if seen else 1000, highlight=False)
    if seen:
        console.print(shown)
        return
    with console.capture() as captured:
        console.print(shown)
    click.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))
