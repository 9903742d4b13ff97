"""`meshwright check`."""

from collections.abc import Mapping
from pathlib import Path

import click

from meshwright.cli.problem_text import print_problems
from meshwright.cli.stack import Stack, complete, takes_json, takes_settings
from meshwright.cli.table import print_json
from meshwright.description.stack import stacks
from meshwright.plan import Plan
from meshwright.problems import errors, render


@click.command("check", no_args_is_help=True)
@click.argument("names", metavar="[STACK]...", nargs=-1, shell_complete=complete)
@click.option("--all", "every", is_flag=True, help="Check every stack of the folder.")
@takes_settings
@takes_json
def command(names: tuple[str, ...], every: bool, folder: Path, settings: Mapping[str, str], as_json: bool) -> None:
    """Find every problem in the descriptions of stacks.

    Prints errors and advice, each with its source location and a fix. Exits with 1 if there is an error; advice alone is no
    failure. Contacts nothing and changes nothing.

    \b
    Examples:
      meshwright check prod
      meshwright check --all
      meshwright check prod --set canary=50 --json
    """
    if bool(names) == every:
        raise click.UsageError("name the stacks, or use --all")
    found = {name: Stack(name, folder, settings).validate() for name in (stacks(folder) if every else names)}
    if as_json:
        print_json(
            [
                {"stack": name, "ok": not errors(problems), "problems": [each.as_json() for each in problems]}
                for name, (_, problems) in found.items()
            ]
        )
    else:
        for name, (plan, problems) in found.items():
            if problems:
                print_problems(f"{name}\n{render(problems)}\n")
            elif plan is not None:
                click.echo(f"{name}: no problems ({_counted(plan)})")
    if any(errors(problems) for _, problems in found.values()):
        raise SystemExit(1)


def _counted(plan: Plan) -> str:
    parts = {
        "virtual service": plan.virtual_services,
        "virtual node": plan.virtual_nodes,
        "virtual gateway": plan.virtual_gateways,
    }
    return ", ".join(f"{len(each)} {what}{'s' * (len(each) != 1)}" for what, each in parts.items())
