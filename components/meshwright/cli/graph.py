"""`meshwright graph`."""

from pathlib import Path

import click

from meshwright.cli.sides import NoSide, is_redacted, plan_of, sides_of
from meshwright.cli.stack import Stack, takes_stack
from meshwright.problems import ProblemsFound
from meshwright.traffic.diff import compare
from meshwright.traffic.graph import graph, highlights_of, html, mermaid, svg, too_large_for_github

_RENDER = {"mermaid": mermaid, "svg": svg, "html": html}


@click.command("graph", no_args_is_help=True)
@takes_stack
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_RENDER)),
    default="mermaid",
    show_default=True,
    help="Text for Markdown, an image, or an interactive page.",
)
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output."
)
@click.option("--since", metavar="OLD", help="Highlight changes since OLD, as `diff` accepts it: prod@main.")
def command(stack: Stack, form: str, output: Path | None, since: str | None) -> None:
    """Draw the mesh: callers, services, how requests are split, and where they leave the mesh.

    Callers are to the left of the services that they call. Contacts nothing.

    \b
    Examples:
      meshwright graph prod
      meshwright graph prod --format svg --output mesh.svg
      meshwright graph prod --format html --output mesh.html
      meshwright graph prod --since prod@main --format html --output change.html
    """
    if form == "html" and output is None:
        raise click.UsageError("--format html needs a file: --output mesh.html")
    plan, problems = stack.validate()
    if plan is None:
        raise ProblemsFound(problems)
    if since is None:
        drawn = graph(plan, problems)
    else:
        try:
            before = plan_of(since, stack.folder, stack.settings)
        except NoSide as error:
            raise click.ClickException(str(error)) from error
        diff = compare(sides_of(before, plan, redacted=is_redacted(since)))
        drawn = graph(plan, problems, old=before, highlights=highlights_of(diff))
    text = _RENDER[form](drawn)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
    if form == "mermaid" and (why := too_large_for_github(text)):
        click.echo(f"note: {why}. --format svg draws a mesh of any size.", err=True)
