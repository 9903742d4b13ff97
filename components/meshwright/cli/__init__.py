"""The command line, `meshwright`: one file per verb, imported when the verb is called."""

import importlib

import click

from meshwright import extras
from meshwright.problems import MeshwrightError, ProblemsFound

_VERBS = {
    "init": "Write a new project.",
    "check": "Find problems in a stack's description.",
    "show": "Print the plan: the mesh with every reference and default resolved.",
    "envoy": "Print the configuration of one proxy.",
    "explain": "Show where a request goes, and why.",
    "diff": "Show what a change does to traffic.",
    "graph": "Draw the mesh: callers, services, and how requests are split.",
    "doctor": "Find out whether an AWS account is ready for a stack.",
    "send": "Send requests through the mesh and compare the split with the weights.",
    "problem": "Explain a problem by its code.",
    "local": "Run a stack's mesh on this machine.",
}


class _Verbs(click.Group):
    """Imports a verb's file when it is called, so that no verb pays for the imports of another."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in _VERBS:
            return None
        command: click.Command = importlib.import_module(f"meshwright.cli.{name}").command
        command.short_help = _VERBS[name]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ProblemsFound as found:
            # Imported only here: a verb without problems does not pay for it.
            from meshwright.cli.problem_text import print_problems

            print_problems(str(found), err=True)
            ctx.exit(1)
        except ModuleNotFoundError as error:
            raise _needs_extra(error) from error
        except MeshwrightError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="meshwright")
def main() -> None:
    """A service mesh in App Mesh's words, from one Python description per environment, on stock Envoy.

    A stack is an environment: stacks/prod.py describes `prod`. Exit codes: 0 success, 1 a problem was found, 2 wrong
    usage.
    """


def _needs_extra(error: ModuleNotFoundError) -> Exception:
    message = extras.needed(error)
    return error if message is None else click.ClickException(message)
