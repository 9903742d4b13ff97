"""Reading the stack's own state while the engine writes it."""

from types import SimpleNamespace
from typing import Any

import pulumi
import pytest

from meshwright.provision import state

HALF = "invocation of pulumi:pulumi:readStackResourceOutputs returned an error: failed to load checkpoint: EOF"
ONE = {"outputs": {"urn:pulumi:dev::try::aws:s3/bucket:Bucket::own": {"type": "aws:s3/bucket:Bucket", "outputs": {}}}}


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the engine answers, one after the other."""
    given: list[Any] = []

    def invoke(token: str, arguments: dict[str, str]) -> Any:
        answer = given.pop(0)
        if isinstance(answer, str):
            raise Exception(answer)
        return SimpleNamespace(value=answer)

    engine = type("Engine", (), {})()
    monkeypatch.setattr(state, "get_monitor", lambda: engine)
    monkeypatch.setattr(state, "_PAUSE", 0)
    monkeypatch.setattr(pulumi.runtime, "invoke", invoke)
    for name in ("get_organization", "get_project", "get_stack"):
        monkeypatch.setattr(pulumi, name, lambda name=name: name)
    return given


def test_half_a_state_is_read_again(answers: list[Any]) -> None:
    answers += [HALF, HALF, ONE]
    assert [(each.type, each.name) for each in state.resources()] == [("aws:s3/bucket:Bucket", "own")]


def test_what_stays_unreadable_or_fails_otherwise_is_told(answers: list[Any]) -> None:
    answers += [HALF] * 10
    with pytest.raises(Exception, match="failed to load checkpoint"):
        state.resources()
    assert answers == []
    answers += ["no such stack", ONE]
    with pytest.raises(Exception, match="no such stack"):
        state.resources()
    assert answers == [ONE]
