"""The steps of `examples/live`, with doubles of every command that they call. They never ran on a live account."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from meshwright import names
from meshwright.description import stack
from meshwright.problems import errors
from meshwright.targets.ecs.build import build
from meshwright.validation import validate

TRIAL = Path(__file__).parents[2] / "examples" / "live"
STEPS = sorted((TRIAL / "steps").glob("*.sh"))
COMMANDS = ("aws", "pulumi", "curl", "meshwright", "sleep")

DOUBLE = """#!/bin/sh
echo "$(basename "$0") $*" >>"{log}"
case "$(basename "$0") $*" in
"pulumi stack output"*) echo '{{"gateways": {{"public": "http://gateway.example/"}}}}' ;;
sleep*) exec /bin/sleep 0.02 ;;
curl*) echo 200 ;;
esac
"""

each_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.stem)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What the doubles were called with."""
    for each in COMMANDS:
        (tmp_path / each).write_text(DOUBLE.format(log=tmp_path / "log"))
        (tmp_path / each).chmod(0o755)
    return tmp_path / "log"


def run(step: Path, log: Path, *options: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PATH": f"{log.parent}:{os.environ['PATH']}", "AWS_REGION": "eu-west-1"}
    return subprocess.run(
        [str(step), *options], capture_output=True, text=True, env=environment, check=False, timeout=120
    )


def called(log: Path) -> list[str]:
    return log.read_text().splitlines() if log.exists() else []


@each_step
def test_without_consent_nothing_is_run(step: Path, log: Path) -> None:
    done = run(step, log)
    assert done.returncode == 2
    assert "never run on a live account" in done.stdout
    assert "costs money" in done.stderr
    assert "--yes-this-costs" in done.stdout + done.stderr
    assert called(log) == []


@each_step
def test_a_plan_shows_the_commands_and_runs_none(step: Path, log: Path) -> None:
    done = run(step, log, "--plan")
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^\$ (aws|pulumi|meshwright) ", done.stdout, re.MULTILINE)
    assert re.search(r"^\?\? ", done.stdout, re.MULTILINE), "each step says what we would like to know"
    assert called(log) == []


def test_help_and_unknown_options(log: Path) -> None:
    assert run(STEPS[0], log, "--help").returncode == 0
    wrong = run(STEPS[0], log, "--yes")
    assert (wrong.returncode, called(log)) == (2, [])
    assert "unknown option: --yes" in wrong.stderr


@each_step
def test_with_consent_it_runs_what_the_plan_shows(step: Path, log: Path) -> None:
    done = run(step, log, "--yes-this-costs")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1].startswith("== done after ")
    told = [line[2:] for line in done.stdout.splitlines() if line.startswith("$ ")]
    ran = [line for line in called(log) if not line.startswith(("sleep", "curl --silent --output"))]
    assert told
    for each in told:
        assert any(line.split()[:3] == each.split()[:3] for line in ran), each


def test_a_failure_ends_the_step_and_its_load(log: Path) -> None:
    (log.parent / "pulumi").write_text('#!/bin/sh\n[ "$2" = output ] && echo \'"public": "http://x/"\' || exit 7\n')
    done = run(TRIAL / "steps" / "07-new-image.sh", log, "--yes-this-costs")
    assert done.returncode == 7
    assert "the step ends here" in done.stdout


def settings() -> list[dict[str, str]]:
    """Each setting that a step gives the stack."""
    text = "\n".join(each.read_text() for each in STEPS)
    changed = re.findall(r"^(?:under_load )?change (.+)$", text, re.MULTILINE)
    pairs = [pair.split("=", 1) for line in changed for pair in line.split()]
    pairs += [list(each) for each in re.findall(r"trial:(\w+) ([\w.-]+)$", text, re.MULTILINE)]
    return [{name: value} for name, value in pairs]


@pytest.mark.parametrize("setting", settings(), ids=lambda each: "=".join(*each.items()))
def test_the_description_is_right_with_every_setting(setting: dict[str, str]) -> None:
    plan, problems = validate(stack.load("trial", setting, TRIAL / "stacks"))
    assert plan is not None, problems
    assert not errors(problems)


def test_the_readme_lists_the_steps_and_their_costs(log: Path) -> None:
    rows = re.findall(r"^\| (\d\d-[\w-]+) \| .+ \| (.+) \|$", (TRIAL / "README.md").read_text(), re.MULTILINE)
    costs = dict(rows)
    assert list(costs) == [each.stem for each in STEPS]
    for step in STEPS:
        assert costs[step.stem] in run(step, log, "--plan").stdout.splitlines()[1], step.stem


def test_the_programs_of_the_trial_are_python() -> None:
    sys.path.insert(0, str(TRIAL / "stacks"))
    try:
        import application
    finally:
        sys.path.pop(0)
    for program in (application.SERVER, application.PROBE):
        compile(program, "program", "exec")


def test_the_names_in_the_steps_are_those_that_are_made() -> None:
    plan, _ = validate(stack.load("trial", {}, TRIAL / "stacks"))
    assert plan is not None
    layout = build(plan)
    text = "\n".join(each.read_text() for each in STEPS)
    services = {each.service.name for each in layout.proxies.values()}
    assert set(re.findall(r"--(?:service-name|services) (\S+)", text)) <= services
    assert set(re.findall(r"--cluster (trial\S+)", text)) == {names.owned(plan.mesh, plan.environment)}
    groups = {group.name for each in layout.shared.values() for group in each.log_groups}
    assert set(re.findall(r"logs tail (\S+)", text)) <= groups
    assert set(re.findall(r"Key=(\S+?),Values=(\S+)", text)) & set(layout.tags.items())
