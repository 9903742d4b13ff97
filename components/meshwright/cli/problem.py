"""`meshwright problem`."""

import sys

import click
from rich.console import Console
from rich.markdown import Markdown

from meshwright.cli.table import print_json, table
from meshwright.problems import CATALOGUE, did_you_mean
from meshwright.problems.page import page


def _codes(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    return [code for code in CATALOGUE if code.startswith(incomplete.upper())]


@click.command("problem")
@click.argument("code", required=False, shell_complete=_codes)
@click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")
def command(code: str | None, as_json: bool) -> None:
    """Explain a problem by its code: what it is, why it matters, and how to fix it. Without a code: list all codes.

    \b
    Examples:
      meshwright problem
      meshwright problem MW201
    """
    known = None if code is None else code.upper()
    if known is not None and known not in CATALOGUE:
        raise click.BadParameter(f'no code "{code}"; {_near(known)}')
    codes = list(CATALOGUE) if known is None else [known]
    if as_json:
        print_json([_as_json(each, with_page=known is not None) for each in codes])
    elif known is None:
        table(
            ["code", "severity", "problem"], [(each, entry.severity, entry.title) for each, entry in CATALOGUE.items()]
        )
    elif sys.stdout.isatty():
        Console().print(Markdown(page(known)))
    else:
        click.echo(page(known), nl=False)


_DIGITS = str.maketrans("OIL", "011")


def _near(code: str) -> str:
    """What may have been meant: the code with digits for letters that look like them, the codes that begin so, else the
    most similar one."""
    meant = code[:2] + code[2:].translate(_DIGITS)
    if meant in CATALOGUE:
        return f'did you mean "{meant}"?'
    begun = [each for each in CATALOGUE if each.startswith(code)]
    if begun:
        return f"did you mean {', '.join(begun)}?"
    return did_you_mean(code, CATALOGUE, "list all without a code")


def _as_json(code: str, with_page: bool) -> dict[str, str]:
    entry = CATALOGUE[code]
    facts = {"code": code, "severity": entry.severity.value, "title": entry.title}
    return facts | {"page": page(code)} if with_page else facts
