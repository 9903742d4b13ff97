"""The real engine, driven by Pulumi's Automation API, with the provider double."""

import gc
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from unittest.mock import patch, sentinel

import pytest
from pulumi import automation as auto

from .client import Standin

Program = Callable[[], None]


def pytest_configure(config: pytest.Config) -> None:
    """pulumi_aws warns of its own deprecated classes when it is imported."""
    config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning:pulumi_aws.*")


@dataclass
class Project:
    """One stack, and the state of AWS that it sees."""

    folder: Path
    standin: Standin
    config: dict[str, str] = field(default_factory=lambda: {"aws:region": "eu-west-1"})

    def __post_init__(self) -> None:
        (self.folder / "backend").mkdir(parents=True)

    def stack(self, program: Program) -> auto.Stack:
        self._stack.workspace.program = program
        return self._stack

    @cached_property
    def _stack(self) -> auto.Stack:
        options = auto.LocalWorkspaceOptions(
            work_dir=str(self.folder),
            pulumi_home=str(self.folder / "home"),
            project_settings=auto.ProjectSettings(
                name="try", runtime="python", backend=auto.ProjectBackend((self.folder / "backend").as_uri())
            ),
            stack_settings={"dev": auto.StackSettings(config=dict(self.config))},
            env_vars={**self.standin.environment, "PULUMI_CONFIG_PASSPHRASE": "", "NO_COLOR": "1"},
        )
        return auto.create_stack("dev", project_name="try", program=lambda: None, opts=options)

    def up(self, program: Program) -> None:
        with self._quick(program) as stack:
            stack.up(on_output=_drop)

    def outputs_after_up(self, program: Program) -> auto.OutputMap:
        """The outputs of the stack, which is brought up first."""
        self.up(program)
        return self._stack.outputs()

    def preview(self, program: Program) -> dict[str, str]:
        """The operations of a preview, by the resource's kind and name, without unchanged resources."""
        return {name: op for name, op in self.history(program) if op not in ("same", "read")}

    def history(self, program: Program) -> list[tuple[str, str]]:
        """The steps of a preview in the engine's order: kind and name, and operation."""
        return [(_short(urn), op) for urn, op, _ in self.steps(program) if not urn.endswith("::try-dev")]

    def steps(self, program: Program) -> list[tuple[str, str, dict[str, str]]]:
        """The steps of a preview: URN, operation, and the kind of change by the property's path."""
        found: list[tuple[str, str, dict[str, str]]] = []

        def note(event: auto.EngineEvent) -> None:
            if event.resource_pre_event:
                step = event.resource_pre_event.metadata
                detail = {
                    path: str(getattr(each.diff_kind, "value", each.diff_kind))
                    for path, each in (step.detailed_diff or {}).items()
                }
                found.append((step.urn, str(getattr(step.op, "value", step.op)), detail))

        with _swept():
            self.stack(program).preview(on_event=note, on_output=_drop)
        return [each for each in found if "pulumi:providers" not in each[0]]

    def refused(self, program: Program) -> str:
        """The output of a preview that fails."""
        with pytest.raises(auto.CommandError) as caught, _swept():
            self.stack(program).preview(on_output=_drop)
        return str(caught.value)

    def failed(self, program: Program) -> str:
        """The output of an update that fails."""
        with pytest.raises(auto.CommandError) as caught:
            self.up(program)
        return str(caught.value)

    def failed_destroy(self, program: Program) -> str:
        """The output of a destroy that fails."""
        with pytest.raises(auto.CommandError) as caught:
            self.destroy(program)
        return str(caught.value)

    def destroy(self, program: Program) -> None:
        with self._quick(program) as stack:
            stack.destroy(on_output=_drop, continue_on_error=True)

    def refresh(self, program: Program) -> None:
        with self._quick(program) as stack:
            stack.refresh(on_output=_drop)

    @contextmanager
    def _quick(self, program: Program) -> Iterator[auto.Stack]:
        """The stack, which asks the CLI for no outputs and no history after an operation: each takes half a second."""
        stack = self.stack(program)
        with _swept(), patch.object(stack, "outputs", dict), patch.object(stack, "info", lambda *_: sentinel.summary):
            yield stack

    def state_text(self) -> str:
        """The engine's state file."""
        return (self.folder / "backend/.pulumi/stacks/try/dev.json").read_text()


def _drop(_: str) -> None:
    """Collects the engine's output, for the message of a failure."""


@contextmanager
def _swept() -> Iterator[None]:
    """A program that fails leaves coroutines behind, which complain when they are collected, whenever that is: now."""
    try:
        yield
    finally:
        hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
        gc.collect()
        sys.unraisablehook = hook


def _short(urn: str) -> str:
    kind, name = urn.split("::")[-2:]
    return f"{kind.rpartition(':')[2]} {name}"


@pytest.fixture
def standin(tmp_path: Path) -> Standin:
    return Standin(tmp_path / "standin")


@pytest.fixture
def project(tmp_path: Path, standin: Standin) -> Project:
    _needs_pulumi()
    return Project(tmp_path / "project", standin)


@pytest.fixture(scope="module")
def previewed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One project for all the programs of a file that only previews."""
    _needs_pulumi()
    folder = tmp_path_factory.mktemp("previewed")
    return Project(folder / "project", Standin(folder / "standin"))


def _needs_pulumi() -> None:
    assert shutil.which("pulumi"), "the Pulumi CLI is not on PATH: run the tests by `make test`, which sees to it"
