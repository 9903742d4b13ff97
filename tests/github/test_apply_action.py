"""The steps of the action `apply`: the check, then `pulumi up`. `pulumi` is a test double that records its commands."""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from meshwright import Plan
from meshwright.description import stack as stacks
from meshwright.plan import resolve, stored

from .conftest import SHOP, UNSAFE, Checkout, GitHub
from .runner import Run, run

LABEL = "traffic-unsafe-accepted"


@pytest.fixture
def pulumi(checkout: Checkout) -> Path:
    """A folder with a `pulumi` that exports `state.json` and notes its other commands in `ran`."""
    folder = checkout.folder.parent / "bin"
    folder.mkdir()
    program = folder / "pulumi"
    program.write_text(
        f'#!/bin/sh\n[ "$1 $2" = "stack export" ] && exec cat {folder}/state.json\necho "$@" >> {folder}/ran\n'
    )
    program.chmod(0o755)
    (folder / "ran").write_text("")
    return folder


def apply(github: GitHub, checkout: Checkout, pulumi: Path, state: Mapping[str, Any] | None) -> Run:
    resources = []
    if state is not None:
        urn = "urn:pulumi:prod::shop::meshwright:index:MeshEnvironment::prod"
        resources = [{"urn": urn, "type": "meshwright:index:MeshEnvironment", "outputs": state}]
    (pulumi / "state.json").write_text(json.dumps({"deployment": {"resources": resources}}))
    path = {"PATH": f"{pulumi}:{os.path.dirname(sys.executable)}:/usr/bin:/bin"}
    return run("apply", github, checkout, {}, environment=path, stack="prod")


def deployed(checkout: Checkout) -> dict[str, Any]:
    """The state after the first commit was applied."""
    return {"plan": stored.store(_plan(checkout)), "change": 1}


def _plan(checkout: Checkout) -> Plan:
    return resolve(stacks.load("prod", {}, checkout.folder / "stacks"))


def test_a_safe_change_is_applied(github: GitHub, checkout: Checkout, pulumi: Path) -> None:
    before = deployed(checkout)
    checkout.write(SHOP.format(canary=50, timeout=""))
    done = apply(github, checkout, pulumi, before)
    assert done.code == 0, done.log
    assert done.outputs == {"verdict": "differs"}
    assert (pulumi / "ran").read_text() == "up --stack prod --yes --non-interactive\n"
    assert "### prod: differs" in done.summary


def test_nothing_to_change_is_applied(github: GitHub, checkout: Checkout, pulumi: Path) -> None:
    assert apply(github, checkout, pulumi, deployed(checkout)).outputs == {"verdict": "same"}
    assert "up" in (pulumi / "ran").read_text()


def test_an_unsafe_change_needs_the_label_of_what_was_merged(github: GitHub, checkout: Checkout, pulumi: Path) -> None:
    before = deployed(checkout)
    checkout.write(UNSAFE)
    done = apply(github, checkout, pulumi, before)
    assert done.code == 1
    assert "no pull request merged as abc has the label" in done.annotations("error")[0]
    merged = {"number": 7, "merged_at": "2026-11-24T10:00:00Z", "merge_commit_sha": "abc"}
    github.pulls = [{**merged, "labels": [{"name": "bug"}]}, {**merged, "merged_at": None, "labels": [{"name": LABEL}]}]
    assert apply(github, checkout, pulumi, before).code == 1
    github.broken = True
    assert "could not be looked up" in apply(github, checkout, pulumi, before).annotations("error")[0]
    assert (pulumi / "ran").read_text() == "", "nothing was applied"

    github.broken, github.pulls = False, [{**merged, "labels": [{"name": LABEL}]}]
    done = apply(github, checkout, pulumi, before)
    assert done.code == 0, done.log
    assert done.annotations("warning") == [f"prod is applied although the change is unsafe: #7 has the label {LABEL}."]
    assert "up" in (pulumi / "ran").read_text()


@pytest.mark.parametrize("state", [None, {"plan": "meshwright-plan 99 x", "change": 1}])
def test_a_stack_without_a_readable_plan_is_applied_with_a_warning(
    github: GitHub, checkout: Checkout, pulumi: Path, state: Mapping[str, Any] | None
) -> None:
    done = apply(github, checkout, pulumi, state)
    assert done.code == 0, done.log
    assert "applied without a comparison" in done.annotations("warning")[0]
    assert "up" in (pulumi / "ran").read_text()


def test_what_cannot_be_compared_is_not_applied(github: GitHub, checkout: Checkout, pulumi: Path) -> None:
    before = deployed(checkout)
    checkout.write(SHOP.format(canary=10, timeout=', timeout="soon"'))
    done = apply(github, checkout, pulumi, before)
    assert done.code == 1
    assert "MW012" in done.annotations("error")[0]
    assert (pulumi / "ran").read_text() == ""
