"""The objects of a description: names as identity, and where each was written."""

import inspect
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from meshwright import (
    Container,
    GatewayRoute,
    Retry,
    Service,
    VirtualNode,
    VirtualService,
    header,
    try_resolve,
)
from meshwright.description import check, place_of

from .description_objects import OUTPUT, TYPES, environment


def here() -> int:
    """The line of the caller."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno


@pytest.mark.parametrize("each", TYPES, ids=lambda each: each.__name__)
def test_every_object_is_frozen(each: Any) -> None:
    assert each.__dataclass_params__.frozen


def test_a_name_is_the_identity() -> None:
    checkout = Service("checkout", port=8080)
    assert Service("web", port=80, calls=[checkout]) == Service("web", port=80, calls=["checkout"])
    assert VirtualNode("a", backends=[checkout, VirtualService("b")]) == VirtualNode("a", backends=["checkout", "b"])
    assert GatewayRoute("a", to=checkout) == GatewayRoute("a", to="checkout")
    assert GatewayRoute("a", to=VirtualService("checkout")) == GatewayRoute("a", to="checkout")


def test_a_replaced_service_leaves_no_stale_copy_behind() -> None:
    checkout = Service("checkout", Container("checkout"), port=8080)
    web = Service("web", Container("web"), port=8080, calls=[checkout])
    plan, problems = try_resolve(environment(web, replace(checkout, port=9090)))
    assert plan is not None
    assert not problems
    assert [each.listeners[0].port for each in plan.virtual_routers] == [8080, 9090]
    assert "9090" not in repr(web)


def test_cycles_can_be_written() -> None:
    a = Service("a", Container("a"), port=80, calls=["b", "a"])
    b = Service("b", Container("b"), port=80, calls=[a])
    plan, problems = try_resolve(environment(a, b))
    assert plan is not None
    assert not problems
    assert [node.backends for node in plan.virtual_nodes] == [("b", "a"), ("a",)]


def test_every_object_knows_its_line() -> None:
    service, line = Service("web"), here()
    assert place_of(service).line == line  # type: ignore[union-attr]
    copy, line = replace(service, port=80), here()
    assert place_of(copy).line == line  # type: ignore[union-attr]
    condition, line = ~header("x").exists(), here()
    assert place_of(condition).line == line  # type: ignore[union-attr]

    def made(name: str) -> Service:
        return Service(name)

    assert place_of(made("a")).line == made.__code__.co_firstlineno + 1  # type: ignore[union-attr]
    assert place_of([Service(name) for name in "ab"][1]).line == here()  # type: ignore[union-attr]


def test_a_place_is_relative_to_the_working_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    assert str(place_of(Service("web"))) == f"unit/test_description.py:{here()}"
    monkeypatch.chdir(Path(__file__).parent)
    assert str(place_of(Service("web"))) == f"test_description.py:{here()}"


def test_what_is_not_of_a_description_has_no_place() -> None:
    assert place_of("web") is None
    assert place_of(OUTPUT) is None


def test_a_problem_names_the_line_of_the_object_that_holds_it() -> None:
    line = here() + 1
    web = Service("web", Container("x"), port=0, retry=Retry(99))
    found = {problem.code: problem for problem in check(environment(web))}
    assert found["MW013"].place.line == line  # type: ignore[union-attr]
    assert found["MW014"].path == ("mesh", "services", 0, "retry", "attempts")
