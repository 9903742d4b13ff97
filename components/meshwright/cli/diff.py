"""`meshwright diff`."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
from rich.text import Text

from meshwright.cli.sides import NoSide, is_redacted, plan_of, sides_of
from meshwright.cli.stack import complete, settings_given, takes_json, takes_settings
from meshwright.cli.table import facts, print_json, table
from meshwright.traffic.code_marks import plain
from meshwright.traffic.diff import Diff, Level, compare
from meshwright.traffic.diff.listing import names
from meshwright.traffic.diff.report.grouping import GroupedVerdict, Section, grouped_changes, grouped_verdicts, sections
from meshwright.traffic.diff.report.json_form import to_json
from meshwright.traffic.diff.report.markdown import markdown
from meshwright.traffic.diff.verdicts import STEP

_DIFFERS, _NOT_COMPARED, _UNSAFE = 1, 2, 3
_COLOURS: Mapping[Level, str] = {"safe": "green", "careful": "yellow", "unsafe": "red"}


@click.command("diff", no_args_is_help=True)
@click.argument("old", shell_complete=complete)
@click.argument("new", shell_complete=complete)
@click.option(
    "--set-new",
    "settings_new",
    metavar="NAME=VALUE",
    multiple=True,
    callback=settings_given,
    help="As --set, but for NEW only.",
)
@click.option(
    "--step",
    type=click.IntRange(1, 100),
    default=STEP,
    show_default=True,
    help="Percent by which a share of requests may rise at once without being reported as careful.",
)
@click.option("--markdown", "as_markdown", is_flag=True, help="Markdown, for a comment.")
@takes_settings
@takes_json
def command(
    old: str,
    new: str,
    settings_new: Mapping[str, str],
    step: int,
    as_markdown: bool,
    folder: Path,
    settings: Mapping[str, str],
    as_json: bool,
) -> None:
    """Show what a change does to traffic: which requests are routed differently, whether that is safe, and which proxies
    and tasks change.

    OLD and NEW are each a stack (prod), a stack as described at a git revision (prod@main), a stack as deployed
    (prod@deployed), a stack's file (old/stacks/prod.py), or a saved plan (plan.yaml, from `meshwright show --origins`).
    Contacts nothing and changes nothing.

    \b
    Exit codes: 0 no difference; 1 a safe or careful difference; 2 OLD and NEW cannot be compared; 3 an unsafe
    difference.

    \b
    Examples:
      meshwright diff prod@main prod
      meshwright diff prod@deployed prod --markdown
      meshwright diff prod prod --set-new canary=50
    """
    if as_json and as_markdown:
        raise click.UsageError("use --json or --markdown, not both")
    try:
        with ThreadPoolExecutor(2) as pool:
            first = pool.submit(plan_of, old, folder, settings)
            second = pool.submit(plan_of, new, folder, {**settings, **settings_new})
            plans = first.result(), second.result()
    except NoSide as error:
        click.echo(str(error), err=True)
        raise SystemExit(_NOT_COMPARED) from error
    diff = compare(sides_of(*plans, redacted=is_redacted(old) or is_redacted(new)), step)
    if as_json:
        print_json({"old": old, "new": new} | to_json(diff))
    elif as_markdown:
        click.echo(markdown(diff, old, new), nl=False)
    else:
        _show(diff, old, new)
    raise SystemExit(0 if diff.same else _UNSAFE if diff.level == "unsafe" else _DIFFERS)


def _show(diff: Diff, old: str, new: str) -> None:
    if diff.same:
        click.echo(f"{old} → {new}: no change")
        return
    click.echo(f"{old} → {new}: " + click.style(diff.level, fg=_COLOURS[diff.level], bold=diff.level == "unsafe"))
    for said in grouped_verdicts(diff.verdicts):
        click.echo()
        reason = f"{names(said.about)}: {plain(said.reason)}"
        facts([(said.level, Text(reason, style=_COLOURS[said.level])), *_steps(said)])
    if found := sections(diff):
        click.echo()
        table(("at", "from", "requests", "what changes"), [row for each in found for row in _rows(each)])
    elif diff.level == "safe":
        click.echo("\nNo request is routed differently.")
    if diff.plan_changes:
        click.echo()
        rows = [(each.kind, names(each.names), plain(each.what)) for each in grouped_changes(diff.plan_changes)]
        table(("part", "name", "what changes"), rows)
    click.echo()
    facts((label, names(some)) for label, some in diff.reach.lists)
    if diff.reach.replaced is None:
        click.echo("which tasks are replaced is unknown")


def _steps(said: GroupedVerdict) -> Iterator[tuple[str, str]]:
    for number, step in enumerate(said.steps, 1):
        yield f"step {number}" if len(said.steps) > 1 else "safer", plain(step)


def _rows(section: Section) -> Iterator[tuple[str, str, str, str]]:
    """The rows of a section. Only the first one names its place."""
    for number, (who, what) in enumerate(section.rows):
        at, callers = ("", "") if number else (section.at, section.callers)
        yield at, callers, plain(who), plain(what)
