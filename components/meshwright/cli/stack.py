"""Arguments and options that most verbs have: the stack, the folder of its description, and its settings."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from meshwright.description import stack as stacks
from meshwright.plan import Plan
from meshwright.problems import Problem, ProblemsFound, did_you_mean
from meshwright.validation import validate

Command = Callable[..., Any]


@dataclass(frozen=True)
class Stack:
    """A stack as the command line names it. `settings` override those in its Pulumi.<stack>.yaml."""

    name: str
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def root(self) -> Path:
        """The project's folder, which holds the folder of the stacks."""
        return self.folder.resolve().parent

    def validate(self) -> tuple[Plan | None, list[Problem]]:
        """The plan, None where there is an error, and every problem, advice included."""
        try:
            settings = stacks.settings_of(self.name, self.folder) | dict(self.settings)
            environment = stacks.load(self.name, settings, self.folder)
        except ProblemsFound as found:
            return None, list(found.problems)
        return validate(environment)

    def plan(self) -> Plan:
        """The plan. Raises ProblemsFound."""
        plan, problems = self.validate()
        if plan is None:
            raise ProblemsFound(problems)
        return plan


def one_of(name: str, known: list[str], what: str) -> str:
    """The name, if it is known. Raises a usage error with the nearest name."""
    if name not in known:
        raise click.BadParameter(f'no {what} "{name}": {did_you_mean(name, known, "see `meshwright show`")}')
    return name


def takes_stack(command: Command) -> Command:
    """Adds the argument STACK and the options of `takes_settings`; the command gets a `Stack` as `stack`."""

    def wrapped(stack: str, folder: Path, settings: Mapping[str, str], **others: object) -> object:
        return command(Stack(stack, folder, settings), **others)

    return click.argument("stack", shell_complete=complete)(takes_settings(_named(wrapped, command)))


def takes_settings(command: Command) -> Command:
    """Adds --set and --stacks; the command gets them as `settings` and `folder`."""
    command = click.option(
        "--stacks",
        "folder",
        metavar="DIR",
        type=click.Path(exists=True, file_okay=False, path_type=Path),
        callback=_folder,
        help="The folder of the stacks. Default: `stacks` here or in the nearest folder above.",
    )(command)
    return click.option(
        "--set",
        "settings",
        metavar="NAME=VALUE",
        multiple=True,
        callback=settings_given,
        help="A setting of the stack; overrides its Pulumi.<stack>.yaml. May be repeated.",
    )(command)


def takes_json(command: Command) -> Command:
    """Adds --json; the command gets it as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="JSON, for programs.")(command)


def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names of stacks, for shell completion."""
    folder = _nearest()
    return [CompletionItem(name) for name in stacks.stacks(folder) if name.startswith(incomplete)] if folder else []


def _named(wrapped: Command, command: Command) -> Command:
    """As functools.wraps, and with the options that were added to the command so far."""
    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__click_params__ = getattr(command, "__click_params__", [])  # type: ignore[attr-defined]
    return wrapped


def settings_given(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Settings from the command line, by name. Raises a usage error for a text that is not NAME=VALUE."""
    for value in values:
        if "=" not in value.lstrip("="):
            raise click.BadParameter(f'"{value}" is not NAME=VALUE, as in canary=50')
    return dict(value.split("=", 1) for value in values)


def _folder(ctx: click.Context, parameter: click.Parameter, value: Path | None) -> Path:
    found = value or _nearest()
    if found is None:
        raise click.UsageError("there is no folder `stacks` here or above; name it with --stacks")
    return found


def _nearest() -> Path | None:
    here = Path.cwd()
    return next((each / "stacks" for each in (here, *here.parents) if (each / "stacks").is_dir()), None)
