"""Runs the benchmarks and prints one table. `engine` takes minutes, and runs where it is asked for: --only engine."""

import json
import sys

import click
from rich.console import Console
from rich.table import Table

from benchmarks import bundle, compile, diff, engine, latency, machine, program, reload
from benchmarks.figure import Figure

BENCHMARKS = {each.NAME: each.run for each in (compile, diff, bundle, reload, latency, program, engine)}
_WHEN_ASKED = {engine.NAME}
_DIGITS = {"MB": 0, "bytes": 0}


@click.command(help=__doc__, epilog="Exits with 1 when a target is not met.")
@click.option("--only", type=click.Choice(list(BENCHMARKS)), multiple=True, help="Run this one; may be given again.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")
def main(only: tuple[str, ...], as_json: bool) -> None:
    figures = list[Figure]()
    try:
        for name in only or [each for each in BENCHMARKS if each not in _WHEN_ASKED]:
            with Console(stderr=True).status(f"measuring {name}"):
                figures += BENCHMARKS[name]()
    finally:  # one that fails loses no figure of those before it
        if as_json:
            print(
                json.dumps({"machine": machine.describe(), "figures": [each.as_json() for each in figures]}, indent=2)
            )
        else:
            _show(figures)
    sys.exit(any(each.met is False for each in figures))


def _show(figures: list[Figure]) -> None:
    table = Table()
    table.add_column("figure")
    table.add_column("measured", justify="right", no_wrap=True)
    table.add_column("target", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    table.add_column("values", style="dim")
    last = ""
    for each in figures:
        if last and last != each.benchmark:
            table.add_section()
        last = each.benchmark
        target = "" if each.at_most is None else f"≤ {each.at_most:g} {each.unit}"
        verdict = {None: "", True: "[green]met[/]", False: "[bold red]not met[/]"}[each.met]
        measured = "not measured" if each.value is None else f"{each.value:.{_DIGITS.get(each.unit, 2)}f} {each.unit}"
        table.add_row(each.name, measured, target, verdict, each.detail)
    console = Console()
    if not console.is_terminal:
        console = Console(width=140)  # into a file, no line is broken
    console.print(table)
    console.print(machine.one_line(), soft_wrap=True, highlight=False)


main()
