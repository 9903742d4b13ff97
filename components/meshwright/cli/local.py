"""`meshwright local`."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from meshwright.cli.problem_text import print_problems
from meshwright.cli.stack import Stack, complete, takes_json, takes_settings
from meshwright.cli.table import print_json, table
from meshwright.description.failure import shown
from meshwright.plan import Plan
from meshwright.plan.model import LocalPlatform
from meshwright.problems import render

if TYPE_CHECKING:
    from meshwright.local.mesh import LocalMesh, Status

_stack = click.argument("name", metavar="[STACK]", default="local", shell_complete=complete)


@click.group("local")
def command() -> None:
    """Run a stack's mesh on this machine: every version, each with its own Envoy.

    The same code runs in `pulumi up` of a local stack. STACK defaults to `local`. State and logs are in
    .meshwright/<stack>/ beside the folder of the stacks.

    \b
    Examples:
      meshwright local up
      meshwright local up --set canary=50
      meshwright local status --json
      meshwright local down
    """


@command.command("up")
@_stack
@takes_settings
@takes_json
def up(name: str, folder: Path, settings: Mapping[str, str], as_json: bool) -> None:
    """Start the mesh, or change it to the current description without losing a request.

    Returns when every Envoy has its configuration. Changes nothing if the description has an error or a port is taken.
    """
    stack, plan = _local(name, folder, settings, advise=True)
    _show(_mesh(stack).up(plan, lambda text: click.echo(text, err=True)), as_json)


@command.command("status")
@_stack
@takes_settings
@takes_json
def status(name: str, folder: Path, settings: Mapping[str, str], as_json: bool) -> None:
    """Show what runs: gateways, Envoys with their admin pages and logs, and every program."""
    stack, plan = _local(name, folder, settings)
    _show(_mesh(stack).status(plan), as_json)


@command.command("down")
@_stack
@takes_settings
def down(name: str, folder: Path, settings: Mapping[str, str]) -> None:
    """End every process of the mesh. Logs stay. The description is not read, so it may have errors."""
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name):
        raise click.BadParameter(f'"{name}" is not the name of a stack')
    stack = Stack(name, folder, settings)
    _mesh(stack).down()
    click.echo(f"{name} is down", err=True)


def _local(name: str, folder: Path, settings: Mapping[str, str], advise: bool = False) -> tuple[Stack, Plan]:
    stack = Stack(name, folder, settings)
    plan, problems = stack.validate()
    if plan is None or (advise and problems):
        print_problems(render(problems), err=True)
    if plan is None:
        raise SystemExit(1)
    if not isinstance(plan.platform, LocalPlatform):
        raise click.UsageError(f"{name} runs on {plan.platform.kind}, not on this machine")
    return stack, plan


def _mesh(stack: Stack) -> "LocalMesh":
    from meshwright.local.mesh import LocalMesh  # needs the extra `local`, which --help does without

    return LocalMesh(stack.root / ".meshwright" / stack.name, stack.root)


def _show(found: "Status", as_json: bool) -> None:
    proxies = {each.name: each for each in found.proxies}
    if as_json:
        values = {
            "gateways": dict(found.gateways),
            "proxies": [asdict(each) | {"log": str(each.log)} for each in found.proxies],
            "programs": [
                asdict(each) | {"log": str(each.log), "since": each.since.isoformat() if each.since else None}
                for each in found.programs
            ],
        }
        print_json(values)
        return
    if not proxies:
        click.echo("nothing runs")
        return
    table(("gateway", "url"), found.gateways.items())
    click.echo()
    table(
        ("envoy", "admin", "configuration", "log"),
        [
            (
                each.name,
                each.admin,
                _configuration(each.agent.state, each.agent.in_force, each.agent.reason),
                shown(each.log),
            )
            for each in found.proxies
        ],
    )
    click.echo()
    table(
        ("instance", "program", "state", "pid", "restarts"),
        [(each.task, each.program, each.state.lower(), each.pid or "", each.restarts) for each in found.programs],
        right=("pid", "restarts"),
    )


def _configuration(state: str, version: str, reason: str) -> str:
    return " ".join(part for part in (state, version, reason) if part)
