"""The GitHub job that runs this: its environment, outputs, summary and annotations."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from meshwright.github.api import Repository

SUMMARY = 1024 * 1024
"""Bytes that GitHub accepts as the summary of a step."""


@dataclass(frozen=True)
class Job:
    """A job. `environment`: the variables that GitHub sets; absent: those of this process."""

    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def repository(self) -> Repository:
        """The repository, with the job's token."""
        seen = self.environment
        return Repository(seen["GITHUB_API_URL"], seen["GITHUB_REPOSITORY"], seen["GITHUB_TOKEN"])

    @property
    def event(self) -> dict[str, Any]:
        """The event that triggered the job."""
        found: dict[str, Any] = json.loads(Path(self.environment["GITHUB_EVENT_PATH"]).read_text(encoding="utf-8"))
        return found

    @property
    def commit(self) -> str:
        """The commit that is checked out."""
        return self.environment["GITHUB_SHA"]

    @property
    def url(self) -> str:
        """The URL of the run."""
        seen = self.environment
        return f"{seen['GITHUB_SERVER_URL']}/{seen['GITHUB_REPOSITORY']}/actions/runs/{seen['GITHUB_RUN_ID']}"

    def output(self, **values: str) -> None:
        """Sets outputs of the step, each one line."""
        self._append("GITHUB_OUTPUT", "".join(f"{name}={value}\n" for name, value in values.items()))

    def summary(self, markdown: str) -> None:
        """Adds to the summary of the run."""
        self._append("GITHUB_STEP_SUMMARY", markdown)

    def _append(self, name: str, text: str) -> None:
        with Path(self.environment[name]).open("a", encoding="utf-8") as file:
            file.write(text)


def say(kind: str, text: str) -> None:
    """Writes an annotation of the run. `kind`: "notice", "warning" or "error"."""
    escaped = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    print(f"::{kind}::{escaped}", flush=True)
