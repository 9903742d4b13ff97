"""The steps of the action `preview`, run on a clone with two commits, against the double of GitHub's API."""

import os
import sys
from typing import Any

import pytest

from meshwright.github.text import COMMENT

from .conftest import NAME, NUMBER, SHOP, UNSAFE, Checkout, GitHub
from .runner import Run, run

LABEL = "traffic-unsafe-accepted"


@pytest.fixture
def event(checkout: Checkout) -> dict[str, Any]:
    side = {"repo": {"full_name": NAME}}
    pull = {
        "number": NUMBER,
        "labels": [],
        "base": {"sha": checkout.base, **side},
        "head": {"sha": "f" * 40, **side},
    }
    return {"action": "synchronize", "pull_request": pull}


def preview(github: GitHub, checkout: Checkout, event: dict[str, Any], **more: Any) -> Run:
    return run("preview", github, checkout, event, stack=more.pop("stack", "prod"), **more)


def test_a_change_of_weights_is_commented_and_passes(github: GitHub, checkout: Checkout, event: dict[str, Any]) -> None:
    checkout.write(SHOP.format(canary=50, timeout=""))
    done = preview(github, checkout, event)
    assert done.code == 0, done.log
    assert done.outputs == {"verdict": "differs", "accepted": "false"}
    (comment,) = github.comments
    assert comment["body"].startswith("<!-- meshwright preview of prod -->\n## prod: traffic changes\n")
    assert "checkout" in comment["body"]
    assert "50" in comment["body"]
    assert "Commit ffffffffffff, [this run](https://github.example/acme/shop/actions/runs/1)." in comment["body"]
    assert done.summary == comment["body"] == (done.temporary / "traffic-prod.md").read_text()
    assert done.used == []


def test_the_comment_follows_the_pull_request(github: GitHub, checkout: Checkout, event: dict[str, Any]) -> None:
    assert preview(github, checkout, event).outputs["verdict"] == "same"
    assert github.comments == [], "nothing changes, so nothing is said"
    checkout.write(SHOP.format(canary=50, timeout=""))
    preview(github, checkout, event)
    checkout.write(SHOP.format(canary=10, timeout=""))
    assert preview(github, checkout, event).code == 0
    (comment,) = github.comments
    assert "## prod: traffic does not change" in comment["body"]


def test_what_is_unsafe_fails_until_the_label_is_there(
    github: GitHub, checkout: Checkout, event: dict[str, Any]
) -> None:
    checkout.write(UNSAFE)
    done = preview(github, checkout, event)
    assert done.code == 1, done.log
    assert done.outputs["verdict"] == "unsafe"
    assert done.annotations("error") == [f"prod: traffic changes unsafely; the label {LABEL} accepts it."]
    assert f"The label `{LABEL}` would let this check pass" in github.comments[0]["body"]

    github.labels = ["bug", LABEL]
    done = preview(github, checkout, event)
    assert done.code == 0, done.log
    assert done.outputs == {"verdict": "unsafe", "accepted": "true"}
    assert done.annotations("error") == []
    assert f"The label `{LABEL}` lets this check pass" in github.comments[0]["body"]
    assert len(github.comments) == 1

    github.labels = [LABEL]
    assert preview(github, checkout, event, label="another").code == 1


def test_a_fork_gets_the_check_and_the_summary(github: GitHub, checkout: Checkout, event: dict[str, Any]) -> None:
    github.writes = False
    event["pull_request"]["head"]["repo"] = {"full_name": "someone/shop"}
    checkout.write(UNSAFE)
    done = preview(github, checkout, event)
    assert done.code == 1
    assert done.annotations("notice") == [
        "No comment (a pull request from a fork may not write comments): the whole text is in the run's summary."
    ]
    assert "## prod: traffic changes unsafely" in done.summary


def test_a_github_that_does_not_answer_hides_no_verdict(
    github: GitHub, checkout: Checkout, event: dict[str, Any]
) -> None:
    github.broken = True
    event["pull_request"]["labels"] = [{"name": LABEL}]
    checkout.write(UNSAFE)
    done = preview(github, checkout, event)
    assert done.code == 0, "the label of when the run began"
    assert any("502" in each for each in done.annotations("warning"))
    assert "## prod" in done.summary


def test_a_wrong_description_fails_and_is_shown(github: GitHub, checkout: Checkout, event: dict[str, Any]) -> None:
    checkout.write(SHOP.format(canary=10, timeout=', timeout="soon"'))
    done = preview(github, checkout, event)
    assert done.code == 1
    assert done.outputs["verdict"] == "failed"
    (comment,) = github.comments
    assert "## prod: the comparison of traffic failed" in comment["body"]
    assert "MW012" in comment["body"]


def test_the_stacks_own_code_does_not_get_the_token(github: GitHub, checkout: Checkout, event: dict[str, Any]) -> None:
    seen = "import os\nassert not {'GITHUB_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'} & set(os.environ)\n"
    checkout.write(seen + SHOP.format(canary=50, timeout=""))
    done = preview(github, checkout, event, environment={"ACTIONS_ID_TOKEN_REQUEST_TOKEN": "x"})
    assert done.outputs["verdict"] == "differs", done.summary


def test_a_new_stack_is_only_checked(github: GitHub, checkout: Checkout, event: dict[str, Any]) -> None:
    checkout.write(SHOP.format(canary=10, timeout="").replace('"prod"', '"dev"'), "dev")
    done = preview(github, checkout, event, stack="dev")
    assert done.code == 0, done.log
    assert "This stack is new" in github.comments[0]["body"]
    checkout.write(SHOP.format(canary=110, timeout=""), "dev")
    assert preview(github, checkout, event, stack="dev").code == 1


def test_a_shallow_clone_is_told_apart_from_a_new_stack(
    github: GitHub, checkout: Checkout, event: dict[str, Any]
) -> None:
    done = preview(github, checkout, event, base="1" * 40)
    assert done.code == 1
    assert done.annotations("error") == [f"{'1' * 40} is not in this clone: check out with `fetch-depth: 0`"]


def test_pulumi_is_asked_where_it_may_be(github: GitHub, checkout: Checkout, event: dict[str, Any]) -> None:
    """`pulumi` is a double here: it knows no stack, and its preview prints more than a comment holds."""
    program = checkout.folder.parent / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(
        "#!/bin/sh\n[ $1 = preview ] || { echo error: no stack >&2; exit 255; }\nseq -f 'line %g' 20000\n"
    )
    program.chmod(0o755)
    path = {"PATH": f"{program.parent}:{_path()}"}
    done = preview(github, checkout, event, pulumi="true", environment=path)
    assert done.code == 0, "what is deployed need not be comparable"
    (comment,) = github.comments
    assert len(comment["body"]) <= COMMENT
    assert "## prod: traffic does not change\n" in comment["body"]
    assert "<summary>From what is deployed: the comparison of traffic failed" in comment["body"]
    assert "MW411" in comment["body"]
    assert "<summary><code>pulumi preview</code></summary>\n\n```text\nline 1\n" in comment["body"]
    assert "more lines are in [the run's summary](https://github.example" in comment["body"]
    assert "line 20000" not in comment["body"]
    assert "line 20000" in done.summary
    assert done.used == [f"actions/upload-artifact traffic-prod {done.temporary}/traffic-prod.md"]

    program.write_text("#!/bin/sh\necho error: broken >&2\nexit 1\n")
    done = preview(github, checkout, event, pulumi="true", environment=path)
    assert done.code == 1
    assert done.outputs["verdict"] == "failed"
    assert "## prod: traffic does not change; `pulumi preview` failed\n" in github.comments[0]["body"]
    assert "<summary><code>pulumi preview</code> failed</summary>" in github.comments[0]["body"]


def _path() -> str:
    return f"{os.path.dirname(sys.executable)}:/usr/bin:/bin"
