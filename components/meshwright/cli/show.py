"""`meshwright show`."""

from typing import Any

import click
import yaml

from meshwright.cli.stack import Stack, takes_json, takes_stack
from meshwright.cli.table import print_json
from meshwright.plan import to_values

_NAMED_BY_USERS = ("environment", "secrets", "tasks")
"""Fields with keys of the user's own: an "origin" there is not Meshwright's."""


@click.command("show")
@takes_stack
@click.option("--origins", is_flag=True, help="Add the file and line, or the default, of each value.")
@takes_json
def command(stack: Stack, origins: bool, as_json: bool) -> None:
    """Print the plan: the mesh in App Mesh's terms, with every reference, default and generated name resolved.

    With --origins the YAML holds the whole plan and can be read back.

    \b
    Examples:
      meshwright show prod
      meshwright show prod --origins
      meshwright show prod --json | jq '.virtual_nodes[].name'
    """
    values = to_values(stack.plan())
    values = values if origins else _without_origins(values)
    if as_json:
        print_json(values)
    else:
        click.echo(yaml.safe_dump(values, sort_keys=False, allow_unicode=True, width=110), nl=False)


def _without_origins(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: each if name in _NAMED_BY_USERS else _without_origins(each)
            for name, each in value.items()
            if name != "origin"
        }
    return [_without_origins(each) for each in value] if isinstance(value, list) else value
