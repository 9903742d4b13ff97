"""Reports what a pull request does to the traffic of one stack, as one comment and one check."""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from meshwright.github import text
from meshwright.github.api import ApiError
from meshwright.github.comparison import Comparison, Verdict, compare, existed, new_stack
from meshwright.github.job import SUMMARY, Job, say
from meshwright.github.text import Section

_SECONDS = 1800
_HEADS = {
    Verdict.SAME: "traffic does not change",
    Verdict.DIFFERS: "traffic changes",
    Verdict.UNSAFE: "traffic changes unsafely",
    Verdict.FAILED: "the comparison of traffic failed",
}


@dataclass(frozen=True)
class Preview:
    """One stack of a pull request.

    `base`: compared with the revision that it is merged into. `deployed`: compared with what is deployed. `pulumi`: the
    output of `pulumi preview` and its exit code. The last two are None without Pulumi.
    """

    stack: str
    base: Comparison
    deployed: Comparison | None = None
    pulumi: tuple[str, int] | None = None

    @property
    def traffic(self) -> Verdict:
        """The worse of both. A failed comparison with what is deployed does not count: it may have no stored plan yet."""
        deployed = self.deployed.verdict if self.deployed else Verdict.SAME
        return max(self.base.verdict, Verdict.SAME if deployed is Verdict.FAILED else deployed)

    @property
    def verdict(self) -> Verdict:
        """The traffic's verdict; failed if `pulumi preview` failed."""
        return Verdict.FAILED if self.pulumi and self.pulumi[1] else self.traffic

    @property
    def title(self) -> str:
        """The verdict in a sentence."""
        failed = "; `pulumi preview` failed" if self.pulumi and self.pulumi[1] else ""
        return f"{self.stack}: {_HEADS[self.traffic]}{failed}"

    @property
    def marker(self) -> str:
        """The beginning of the comment, by which it is found."""
        return f"<!-- meshwright preview of {self.stack} -->"

    def body(self, foot: str, limit: int, where: str) -> tuple[str, bool]:
        """The comment, and whether something was cut from it."""
        head = f"{self.marker}\n## {self.title}"
        return text.joined(head, self._sections(), foot, limit, where)

    def _sections(self) -> list[Section]:
        found = [Section(self.base.markdown), _said(self.base)]
        if self.deployed:
            title = f"From what is deployed: {_HEADS[self.deployed.verdict]}"
            found += [Section(self.deployed.markdown or self.deployed.said, title, code=not self.deployed.markdown)]
            found += [_said(self.deployed)] if self.deployed.markdown else []
        if self.pulumi:
            printed, code = self.pulumi
            found.append(Section(printed, "<code>pulumi preview</code>" + (" failed" if code else ""), code=True))
        return [each for each in found if each.text]


def _said(comparison: Comparison) -> Section:
    """Standard error: folded if it is advice, not if the comparison failed."""
    title = "" if comparison.verdict is Verdict.FAILED else "Messages"
    return Section(comparison.said, title, code=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Compares, comments, and returns the exit code: 0 if the change may be merged."""
    parser = argparse.ArgumentParser(prog="python -m meshwright.github.preview", description=__doc__)
    parser.add_argument("stack")
    parser.add_argument("--project", type=Path, default=Path(), help="the folder with Pulumi.yaml and stacks/")
    parser.add_argument("--base", required=True, help="the git revision to compare with")
    parser.add_argument("--label", required=True, help="the label that accepts unsafe changes")
    parser.add_argument("--pulumi", choices=("true", "false"), default="false", help="also run `pulumi preview`")
    parser.add_argument("--whole", type=Path, required=True, help="the file for the uncut text")
    given = parser.parse_args(arguments)
    try:
        known = existed(given.project, given.base, given.stack)
    except LookupError as error:
        say("error", str(error))
        return 1
    preview = Preview(
        given.stack,
        compare(given.project, f"{given.stack}@{given.base[:12]}", given.stack)
        if known
        else new_stack(given.project, given.stack),
        *(_asked(given.project, given.stack) if given.pulumi == "true" else ()),
    )
    return _report(Job(), preview, given.label, given.whole)


def _asked(project: Path, stack: str) -> tuple[Comparison, tuple[str, int]]:
    return compare(project, f"{stack}@deployed", stack), _pulumi(project, stack)


def _pulumi(project: Path, stack: str) -> tuple[str, int]:
    program = shutil.which("pulumi")
    if program is None:
        return "no `pulumi` on PATH", 1
    command = [program, "preview", "--stack", stack, "--diff", "--non-interactive", "--color", "never"]
    try:
        done = subprocess.run(
            command,
            cwd=project,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no result in {_SECONDS} s", 1
    return done.stdout.strip(), done.returncode


def _report(job: Job, preview: Preview, label: str, whole: Path) -> int:
    pull = job.event["pull_request"]
    accepted = preview.traffic is Verdict.UNSAFE and label in _labels(job, pull)
    foot = f"<sub>Commit {pull['head']['sha'][:12]}, [this run]({job.url}).</sub>"
    if preview.traffic is Verdict.UNSAFE:
        what = "lets" if accepted else "would let"
        foot = f"The label `{label}` {what} this check pass although the change is unsafe.\n\n{foot}"
    body, cut = preview.body(foot, text.COMMENT, f"[the run's summary]({job.url})")
    uncut, _ = preview.body(foot, sys.maxsize, "")
    whole.write_text(uncut, encoding="utf-8")
    room = SUMMARY // 4  # a character may take four bytes
    job.summary(preview.body(foot, room, "the run's artifact")[0])
    job.output(verdict=str(preview.verdict), cut=str(cut).lower(), accepted=str(accepted).lower())
    worth = preview.verdict is not Verdict.SAME or preview.pulumi is not None
    try:
        job.repository.put(pull["number"], preview.marker, body, new=worth)
    except ApiError as error:
        fork = pull["head"]["repo"] is None or pull["head"]["repo"]["full_name"] != pull["base"]["repo"]["full_name"]
        why = "a pull request from a fork may not write comments" if fork and error.status == 403 else str(error)
        say("notice" if fork else "warning", f"No comment ({why}): the whole text is in the run's summary.")
    if preview.verdict is Verdict.FAILED:
        say("error", f"{preview.title}. The run's summary says why.")
    elif preview.verdict is Verdict.UNSAFE:
        passes = "accepted by its label" if accepted else f"the label {label} accepts it"
        say("warning" if accepted else "error", f"{preview.title}; {passes}.")
    return int(preview.verdict is Verdict.FAILED or (preview.verdict is Verdict.UNSAFE and not accepted))


def _labels(job: Job, pull: dict[str, object]) -> set[str]:
    """Those that it has now: a job that is run again is told those of its first run."""
    try:
        return job.repository.labels(int(str(pull["number"])))
    except ApiError as error:
        say("warning", f"The labels are those of when the run began: {error}")
        return {each["name"] for each in pull["labels"]}  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main())
