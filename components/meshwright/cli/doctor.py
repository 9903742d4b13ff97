"""`meshwright doctor`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from meshwright.cli.problem_text import print_problems
from meshwright.cli.stack import Stack, takes_json, takes_stack
from meshwright.cli.table import print_json, table
from meshwright.plan.model import EcsPlatform
from meshwright.problems import errors, render

if TYPE_CHECKING:
    from meshwright.account import Report
    from meshwright.account.quotas import Row


@click.command("doctor", no_args_is_help=True)
@takes_stack
@click.option("--aws", "of_account", is_flag=True, help="Ask the AWS account whether it is ready for the first `up`.")
@click.option("--subnet", "subnets", multiple=True, metavar="ID", help="A subnet for tasks. May be repeated.")
@click.option(
    "--public-subnet", "public", multiple=True, metavar="ID", help="A subnet for public gateways. May be repeated."
)
@click.option("--cluster", metavar="NAME", help="The ECS cluster, as its name or ARN.")
@click.option("--profile", metavar="NAME", help="A profile of the AWS configuration. Default: as for `pulumi up`.")
@takes_json
def command(
    stack: Stack,
    of_account: bool,
    subnets: tuple[str, ...],
    public: tuple[str, ...],
    cluster: str | None,
    profile: str | None,
    as_json: bool,
) -> None:
    """Find out whether an AWS account is ready for a stack, before its first `pulumi up`.

    With your own credentials it asks for quotas, subnets, images and settings, and holds the answers against the plan. It
    reads only. Subnets and cluster come from the stack's configuration; the options are for programs that pass them in
    code. Exits with 1 if there is an error; advice alone is no failure.

    \b
    Examples:
      meshwright doctor prod --aws
      meshwright doctor prod --aws --profile production
      meshwright doctor prod --aws --subnet subnet-0a1b2c3d --subnet subnet-4e5f6a7b
    """
    if not of_account:
        raise click.UsageError("say what to look at: --aws, the account before the first `up`")
    plan = stack.plan()
    if not isinstance(plan.platform, EcsPlatform):
        raise click.UsageError(f"{stack.name} runs on {plan.platform.kind}: there is no AWS account to ask")
    # Imported here: it needs the extra, and --help does not.
    from meshwright import account

    placement = account.of_stack(stack.name, stack.folder).given(subnets, public, cluster)
    report = account.examine(plan, placement, profile)
    if as_json:
        print_json(_as_json(stack.name, report))
    else:
        _print(stack.name, report)
    if errors(report.problems):
        raise SystemExit(1)


def _print(stack: str, report: Report) -> None:
    click.echo(f"account {report.account}, {report.region}, asked as {report.caller}")
    if report.deployed:
        click.echo(f"{stack} is deployed: what the account has includes it")
    click.echo()
    table(
        ["what", "first up", "at most", "account has", "quota"],
        [_cells(row) for row in report.rows],
        right=("first up", "at most", "account has", "quota"),
    )
    click.echo()
    for what, why in report.not_asked:
        click.echo(f"not asked  {what}: {why}")
    if report.not_asked:
        click.echo()
    if report.problems:
        print_problems(render(report.problems))
    else:
        click.echo(f"{stack}: no problems")


def _cells(row: Row) -> tuple[str, ...]:
    limit = row.limit
    has = "" if limit is None or limit.has is None else f"{limit.has:g}"
    quota = "not known" if limit is None else f"{limit.most:g}"
    return (row.quota.what, f"{row.need.first:g}", f"{row.need.most:g}", has, quota)


def _as_json(stack: str, report: Report) -> dict[str, object]:
    return {
        "stack": stack,
        "ok": not errors(report.problems),
        "account": report.account,
        "caller": report.caller,
        "region": report.region,
        "deployed": report.deployed,
        "quotas": [each.as_json() for each in report.rows],
        "not_asked": [{"what": what, "why": why} for what, why in report.not_asked],
        "problems": [each.as_json() for each in report.problems],
    }
