"""The check before a stack is applied: compares what is deployed with what was merged."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from meshwright.github import text
from meshwright.github.api import ApiError
from meshwright.github.comparison import Comparison, Verdict, compare
from meshwright.github.job import SUMMARY, Job, say
from meshwright.github.text import Section


def main(arguments: Sequence[str] | None = None) -> int:
    """Compares, and returns the exit code: 0 if `pulumi up` may run."""
    parser = argparse.ArgumentParser(prog="python -m meshwright.github.apply", description=__doc__)
    parser.add_argument("stack")
    parser.add_argument("--project", type=Path, default=Path(), help="the folder with Pulumi.yaml and stacks/")
    parser.add_argument("--label", required=True, help="the label that accepts unsafe changes")
    given = parser.parse_args(arguments)
    job = Job()
    found = compare(given.project, f"{given.stack}@deployed", given.stack)
    _summarise(job, given.stack, found)
    job.output(verdict=str(found.verdict))
    if found.verdict < Verdict.UNSAFE:
        return 0
    if found.nothing_kept:
        say(
            "warning", f"{given.stack} has no stored plan that can be read: applied without a comparison.\n{found.said}"
        )
        return 0
    if found.verdict is Verdict.FAILED:
        say("error", f"{given.stack} is not applied: it could not be compared.\n{found.said}")
        return 1
    try:
        pulls = job.repository.merged_by(job.commit)
    except ApiError as error:
        say("error", f"{given.stack} is not applied: it is unsafe, and the label could not be looked up.\n{error}")
        return 1
    accepted = [each["number"] for each in pulls if given.label in {label["name"] for label in each["labels"]}]
    if not accepted:
        say(
            "error",
            f"{given.stack} is not applied: the change from what is deployed is unsafe, and no pull request merged as "
            f"{job.commit[:12]} has the label {given.label}. Give it the label, then run this job again.",
        )
        return 1
    say(
        "warning",
        f"{given.stack} is applied although the change is unsafe: #{accepted[0]} has the label {given.label}.",
    )
    return 0


def _summarise(job: Job, stack: str, found: Comparison) -> None:
    sections = [Section(found.markdown), Section(found.said, "Messages", code=True)]
    shown = [each for each in sections if each.text]
    job.summary(text.joined(f"### {stack}: {found.verdict}", shown, "", SUMMARY // 4, "the run's log")[0])


if __name__ == "__main__":
    sys.exit(main())
