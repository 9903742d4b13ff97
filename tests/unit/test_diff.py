"""`meshwright diff`: what its sides are, what it prints, and its exit codes."""

import contextlib
import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.unit.revisions import SHOP, commit, edit, git

from meshwright.cli import main


def diff(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["diff", *arguments])


def test_a_revision_and_the_work_tree_that_are_the_same(repository: Path) -> None:
    found = diff("prod@HEAD", "prod")
    assert (found.exit_code, found.output) == (0, "prod@HEAD → prod: no change\n")


def test_what_changed_since_a_revision_is_told_and_exits_with_1(repository: Path) -> None:
    edit(repository, "canary: int = 10", "canary: int = 25")
    found = diff("prod@main", "prod")
    assert found.exit_code == 1
    assert "v1 90 % → 75 %, v2 10 % → 25 %" in found.output
    assert "web-v1 (routes)" in found.output


def test_two_revisions_of_a_module_that_the_stack_imports_are_told_apart(repository: Path) -> None:
    (repository / "stacks" / "sizes.py").write_text("CANARY = 10\n")
    edit(
        repository, "def environment(canary: int = 10)", "import sizes\n\n\ndef environment(canary: int = sizes.CANARY)"
    )
    commit(repository, "second")
    (repository / "stacks" / "sizes.py").write_text("CANARY = 30\n")
    assert "v2 10 % → 30 %" in diff("prod@HEAD", "prod").output
    assert diff("prod@HEAD~1", "prod@HEAD").exit_code == 0


def test_the_settings_of_a_revision_are_those_of_its_own_file(repository: Path) -> None:
    (repository / "stacks" / "Pulumi.prod.yaml").write_text("config:\n  shop:canary: 50\n")
    assert "v2 10 % → 50 %" in diff("prod@HEAD", "prod").output


def test_nothing_is_checked_out_and_nothing_left_behind(repository: Path) -> None:
    edit(repository, "canary: int = 10", "canary: int = 25")
    before = git(repository, "status", "--porcelain")
    diff("prod@HEAD", "prod")
    assert git(repository, "status", "--porcelain") == before
    assert not git(repository, "worktree", "list").count("\n") > 1


def test_a_version_removed_with_weight_is_unsafe_and_exits_with_3(repository: Path) -> None:
    edit(repository, 'Version("v1", Container("a")), ', "")
    edit(repository, '{"v1": 100 - canary, "v2": canary}', '{"v2": 100}')
    found = diff("prod@HEAD", "prod")
    assert found.exit_code == 3
    assert "checkout-v1: removed while it gets 90 % of a route" in found.output


def test_a_broken_revision_is_a_clear_error_that_exits_with_2(repository: Path) -> None:
    edit(repository, "calls=[checkout]", 'calls=["chekout"]')
    commit(repository, "broken")
    edit(repository, 'calls=["chekout"]', "calls=[checkout]")
    found = diff("prod@HEAD", "prod")
    assert found.exit_code == 2
    assert found.output.startswith("prod@HEAD can't be compared:\nerror MW102: ")
    assert "stacks/prod.py:9" in found.output
    assert 'did you mean "checkout"?' in found.output
    assert "Traceback" not in found.output


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("prod@nope", 'error MW416: a revision that cannot be read\n  found     no revision "nope"'),
        ("prod@--help", "MW416"),
        ("prdo@HEAD", "error MW001: "),
        ("prdo", "error MW001: "),
        ("none.yaml", "error MW413: a plan that cannot be read\n  found     none.yaml: No such file"),
    ],
)
def test_a_side_that_is_not_there_exits_with_2(repository: Path, side: str, said: str) -> None:
    found = diff(side, "prod")
    assert found.exit_code == 2
    assert said in found.output


def test_a_revision_outside_of_a_repository_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "prod.py").write_text(SHOP)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    found = diff("prod@HEAD", "prod")
    assert found.exit_code == 2
    assert "MW416" in found.output
    assert "not a git repository" in found.output


def test_a_revision_from_before_the_stacks_is_refused(repository: Path) -> None:
    git(repository, "checkout", "-q", "--orphan", "empty")
    git(repository, "rm", "-rfq", "--cached", ".")
    git(repository, "commit", "-q", "--allow-empty", "-m", "empty")
    found = diff("prod@empty", "prod")
    assert found.exit_code == 2
    assert '"empty" has no folder stacks' in found.output


def test_saved_plans_and_files_are_sides(repository: Path) -> None:
    for name, more in (("plan.yaml", []), ("plan.json", ["--json"])):
        shown = CliRunner().invoke(main, ["show", "prod", "--origins", *more])
        (repository / name).write_text(shown.output)
    assert diff("plan.yaml", "plan.json").exit_code == 0
    assert diff("plan.yaml", "stacks/prod.py").exit_code == 0
    (repository / "plan.yaml").write_text("mesh: shop\n")
    found = diff("plan.yaml", "prod")
    assert found.exit_code == 2
    assert "fields that do not fit" in found.output


def test_settings_hold_for_both_sides_or_for_the_new_one(repository: Path) -> None:
    assert diff("prod", "prod", "--set", "canary=40").exit_code == 0
    assert "v2 40 % → 60 %" in diff("prod", "prod", "--set", "canary=40", "--set-new", "canary=60").output


def test_the_step_decides_what_is_careful(repository: Path) -> None:
    arguments = ("prod", "prod", "--set-new", "canary=30", "--json")
    assert json.loads(diff(*arguments).output)["level"] == "safe"
    assert json.loads(diff(*arguments, "--step", "19").output)["level"] == "careful"


def test_json_has_everything_and_markdown_no_marks(repository: Path) -> None:
    found = json.loads(diff("prod", "prod", "--set-new", "canary=30", "--json").output)
    (change,) = found["requests"]
    assert change["place"] == {"kind": "service", "name": "checkout", "port": None}
    assert change["what"] == ["v1 90 % → 70 %, v2 10 % → 30 %"]
    assert change["fates"][0]["new"]["targets"][0]["share"] == pytest.approx(0.7)
    shown = diff("prod", "prod", "--set-new", "canary=30", "--markdown").output
    assert shown.startswith("### Traffic: prod → prod: ✅ safe\n")
    assert not set(shown) & {"\x0e", "\x0f"}
    assert diff("prod", "prod", "--json", "--markdown").exit_code == 2


def test_the_description_of_this_repository_as_it_was() -> None:
    """`meshwright diff prod@HEAD~1 prod` here, in a process of its own, as a person runs it."""
    here = Path(__file__).parents[2]
    revision = ["git", "rev-parse", "--quiet", "--verify", "HEAD~1"]
    if subprocess.run(revision, cwd=here, capture_output=True, check=False).returncode:
        pytest.skip("a clone of one commit has no HEAD~1")
    command = [sys.executable, "-m", "meshwright", "diff", "prod@HEAD~1", "prod"]
    done = subprocess.run(command, cwd=here, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (0, 1, 3), done.stderr
    assert done.stdout.startswith("prod@HEAD~1 → prod: ")


def test_in_a_pipe_it_is_plain_columns(repository: Path) -> None:
    assert diff("prod", "prod", "--set-new", "canary=50").output == PLAIN


PLAIN = """\
prod → prod: careful

careful  checkout: v2 gets 50 % instead of 10 % at once: all requests
step 1   route main: to={"v1": 65, "v2": 35}
step 2   to={"v1": 50, "v2": 50}

at                from    requests      what changes
service checkout  web-v1  all requests  v1 90 % → 50 %, v2 10 % → 50 %

new configuration  web-v1 (routes)
not affected       checkout-v1, checkout-v2
"""


def test_a_place_is_named_once_for_all_of_its_rows(repository: Path) -> None:
    edit(repository, "import Container,", "import path, Container,")
    edit(
        repository,
        'routes=[Route("main"',
        'routes=[Route("cart", when=path.starts_with("/cart"), to="v2"), Route("main"',
    )
    edit(repository, "canary: int = 10", "canary: int = 20")
    lines = diff("prod@HEAD", "prod").output.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("service checkout"))
    assert lines[at + 1].startswith(" " * len("service checkout"))
    assert "/cart*" in lines[at] + lines[at + 1]
    assert "everything else" in lines[at] + lines[at + 1]


def test_a_change_that_moves_no_request_says_so(repository: Path) -> None:
    edit(repository, 'Container("w")', 'Container("w:2")')
    found = diff("prod@HEAD", "prod").output
    assert found.startswith("prod@HEAD → prod: safe\n\nNo request is routed differently.\n")
    assert "virtual node  web-v1  image w → w:2" in found
    assert re.search(r"tasks replaced +web-v1$", found, re.MULTILINE)


@pytest.mark.parametrize(("canary", "colour"), [("20", "32"), ("50", "33"), ("100", "33")])
def test_on_a_terminal_it_keeps_to_the_width_and_has_colours(repository: Path, canary: str, colour: str) -> None:
    testers = 'header("x-asked-for-the-new-checkout").equals("by-letter-or-by-telephone-last-week")'
    edit(repository, "import Container,", "import header, Container,")
    edit(repository, 'routes=[Route("main"', f'routes=[Route("beta", when={testers}, to="v2"), Route("main"')
    shown = on_a_terminal("prod", "prod", "--set-new", f"canary={canary}", columns=100)
    assert f"\x1b[{colour}m" in shown
    lines = re.sub("\x1b\\[[0-9;]*m", "", shown).splitlines()
    assert 80 < max(map(len, lines)) <= 100
    assert any("v2 10 %" in line and "service checkout" in line for line in lines)
    assert any(line.startswith("not affected       checkout-v1, checkout-v2") for line in lines)


def on_a_terminal(*arguments: str, columns: int) -> str:
    """What the command prints to a terminal of that width."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    command = [sys.executable, "-m", "meshwright", "diff", *arguments]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, env=environment | {"TERM": "xterm-256color"})
    os.close(theirs)
    found = bytearray()
    with contextlib.suppress(OSError):  # that is how a terminal ends on Linux
        while piece := os.read(ours, 65536):
            found += piece
    os.close(ours)
    assert process.wait(timeout=60) == 1
    return found.decode().replace("\r\n", "\n")


def test_on_this_machine_a_new_service_takes_no_ports_of_others(repository: Path) -> None:
    (repository / "stacks" / "local.py").write_text(
        "from meshwright import Environment, Local, Mesh, Process, Service\n\n\n"
        "def environment(more: bool = False) -> Environment:\n"
        '    first = [Service("first", Process(["true"]), port=8080)] if more else []\n'
        '    web = Service("web", Process(["true"]), port=8080)\n'
        '    return Environment("local", Mesh("shop", services=[*first, web]), platform=Local(first_port=22000))\n'
    )
    found = json.loads(diff("local", "local", "--set-new", "more=true", "--json").output)
    assert found["reach"]["untouched"] == ["web-v1"]
    assert found["reach"]["added"] == ["first-v1"]
