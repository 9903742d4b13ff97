"""`meshwright init`."""

from pathlib import Path

import click

from meshwright import template
from meshwright.cli.table import print_json


@click.command("init")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
@click.option("--name", help="The name of the project and of its mesh. Default: that of the folder.")
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
def command(folder: Path, name: str | None, as_json: bool) -> None:
    """Write a new project: a mesh of three services, a stack for this machine and one for ECS, and a workflow.

    FOLDER is made if it is not there. Default: this one. A file that is there with another text is never overwritten: then
    nothing is written. Contacts nobody and asks nothing.

    \b
    Examples:
      meshwright init
      meshwright init payments
      meshwright init --name payments
    """
    chosen = name or template.name_of(folder)
    if not template.NAME.fullmatch(chosen):
        raise click.BadParameter(
            f"{chosen!r}: expected a lower-case letter, then letters, digits and '-', at most 40 in all: --name payments",
            param_hint="--name",
        )
    texts = template.project(chosen)
    if others := template.different(folder, texts):
        raise click.ClickException(
            f"nothing was written. In {folder} there are already, with another text: {', '.join(others)}. "
            "Use an empty folder, or move them away."
        )
    template.write(folder, texts)
    if as_json:
        print_json({"folder": str(folder), "name": chosen, "files": list(texts)})
        return
    for path in texts:
        click.echo(f"wrote {folder / path}")
    click.echo("\nNext:")
    if folder.resolve() != Path.cwd():
        click.echo(f"  cd {folder}")
    click.echo("  meshwright local up      # the mesh on this machine")
    click.echo("  meshwright send local    # 200 requests through it")
