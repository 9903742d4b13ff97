"""The plan as it is stored in a stack's state: one line, redacted, with the number of its format."""

import base64
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings

from meshwright import (
    Container,
    Environment,
    Fargate,
    Given,
    Local,
    Mesh,
    Plan,
    ProblemsFound,
    Process,
    Secret,
    Service,
    resolve,
    to_yaml,
)
from meshwright.plan import stored, try_resolve
from meshwright.plan.model import ContainerWorkload, GivenRef, SecretRef
from meshwright.plan.redact import redact
from meshwright.plan.stack_state import CHANGE, ENVIRONMENT, Resource, StoredPlan, stored_plans

from .random_environments import RICH, environments


def plan(password: str = "hunter2", *, local: bool = False) -> Plan:
    runs = Container(
        "shop/web",
        ["serve", f"--password={password}"],
        environment={"PASSWORD": password, "AGAIN": password, "DATABASE": Given("database")},
        secrets={"KEY": Secret("shop/db")},
    )
    processes = Local({"*": Process(["sample", f"--token={password}"], environment={"PASSWORD": password})})
    mesh = Mesh("m", services=[Service("web", runs, port=80)])
    return resolve(Environment("test", mesh, platform=processes if local else Fargate("eu-west-1")))


def test_a_rich_plan_is_read_back() -> None:
    rich = resolve(RICH)
    text = stored.store(rich)
    assert stored.read(text) == redact(rich)
    assert stored.store(rich) == text
    assert "\n" not in text
    assert text.startswith("meshwright-plan 1 ")


@settings(max_examples=30, deadline=None)
@given(environments())
def test_every_plan_is_read_back(environment: Environment) -> None:
    found, _ = try_resolve(environment)
    assert found is not None
    assert stored.read(stored.store(found)) == redact(found) == redact(redact(found))


def test_what_may_be_sensitive_is_a_digest_and_names_stay() -> None:
    for each in (plan(), plan(local=True)):
        assert "hunter2" in to_yaml(each)
        assert "hunter2" not in to_yaml(stored.read(stored.store(each)))
    runs = redact(plan()).virtual_nodes[0].runs
    assert isinstance(runs, ContainerWorkload)
    assert runs.command[0] == "serve"
    assert runs.environment["DATABASE"] == GivenRef("database")
    assert runs.secrets == {"KEY": SecretRef("shop/db")}
    assert runs.environment["PASSWORD"] != runs.environment["AGAIN"], "equal texts do not look equal"


def test_a_changed_text_is_seen() -> None:
    seen = {stored.store(plan(each)) for each in ("one", "two", "three")}
    assert len(seen) == 3
    assert stored.store(plan()) == stored.store(plan())


def _packed(text: str, form: int = 1) -> str:
    return f"meshwright-plan {form} {base64.b64encode(zlib.compress(text.encode())).decode()}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "a text that is not a stored plan"),
        ("", "a text that is not a stored plan"),
        ("environment: prod", "a text that is not a stored plan"),
        (_packed("{}", 2), "format 2"),
        ("meshwright-plan 1 !", "damaged"),
        ("meshwright-plan 1 aGVsbG8=", "damaged"),
        (stored.store(plan())[:-40], "damaged"),
        (_packed("no json"), "damaged"),
        (_packed('{"environment": "prod"}'), "another version of Meshwright, with 7 fields"),
    ],
)
def test_what_cannot_be_read_is_refused(text: object, said: str) -> None:
    with pytest.raises(ProblemsFound) as found:
        stored.read(text)
    (problem,) = found.value.problems
    assert problem.code == "MW413"
    assert said in problem.found


def test_a_plan_that_was_stored_earlier_is_read() -> None:
    """A later field needs a default that says what the mesh did without it. Else `pulumi up` and `diff` know nothing of
    what is deployed, once Meshwright is upgraded."""
    text = (Path(__file__).parent / "stored_plan_1.txt").read_text().strip()
    found = stored.read(text)
    assert (found.mesh, len(found.virtual_nodes), len(found.virtual_gateways)) == ("shop", 5, 2)


def test_a_state_without_a_mesh_keeps_nothing() -> None:
    assert stored_plans([]) == []
    assert stored_plans([Resource("aws:s3/bucket:Bucket", "shop", {})]) == []


def test_the_numbers_say_whether_a_change_finished() -> None:
    """A, then B that fails, then A again that fails, too: the state says the same plan, and never that it is whole."""
    a, b = stored.store(plan("a")), stored.store(plan("b"))
    state = StoredPlan("shop", None, 0, 0)
    assert state.next(a) == 1
    state = _after(state, a)
    assert state.finished
    assert state.next(a) == 1, "nothing to change"
    for failing in (b, a, a):
        state = _begun(state, failing)
        assert state.text == a
        assert not state.finished
        assert [each.code for each in state.unfinished()] == ["MW415"]
    state = _after(state, a)
    assert state.finished
    assert state.next(a) == state.change
    assert not state.unfinished()


def test_a_first_change_that_fails_is_not_taken_for_finished() -> None:
    (found,) = stored_plans([Resource(ENVIRONMENT, "shop", {}), Resource(CHANGE, "shop-change", {"begun": 1.0})])
    assert found == StoredPlan("shop", None, 0, 1)
    assert not found.finished
    assert found.next(stored.store(plan())) == 2


def _begun(state: StoredPlan, text: str) -> StoredPlan:
    """What the state says when a change to `text` has begun."""
    outputs = {"plan": state.text, "change": float(state.change)}
    change = Resource(CHANGE, f"{state.name}-change", {"begun": float(state.next(text))})
    (found,) = stored_plans([Resource(ENVIRONMENT, state.name, outputs), change])
    return found


def _after(state: StoredPlan, text: str) -> StoredPlan:
    begun = _begun(state, text)
    return StoredPlan(state.name, text, begun.begun, begun.begun)
