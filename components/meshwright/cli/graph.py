"""`meshwright graph`."""

from pathlib import Path

import click

from meshwright.cli.stack import Stack, takes_stack
from meshwright.problems import ProblemsFound
from meshwright.traffic.graph import graph, mermaid, svg, too_large_for_github


@click.command("graph", no_args_is_help=True)
@takes_stack
@click.option(
    "--format", "form", type=click.Choice(["mermaid", "svg"]), default="mermaid", show_default=True,
    help="For Markdown, or a drawing.",
)  # fmt: skip
@click.option(
    "--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output."
)
def command(stack: Stack, form: str, output: Path | None) -> None:
    """Draw the mesh: who calls whom, how requests are split, and where they leave the mesh.

    Callers stand to the left of what they call. Nothing is contacted.

    \b
    Examples:
      meshwright graph prod
      meshwright graph prod --format svg --output mesh.svg
    """
    plan, problems = stack.resolved()
    if plan is None:
        raise ProblemsFound(problems)
    drawn = graph(plan, problems)
    text = mermaid(drawn) if form == "mermaid" else svg(drawn)
    if output is None:
        click.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
    if form == "mermaid" and (why := too_large_for_github(text)):
        click.echo(f"note: {why}. --format svg draws a mesh of any size.", err=True)
