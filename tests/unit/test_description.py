"""What a person writes: names as identity, places, what is refused, and that nothing ever ends in a traceback."""

import asyncio
import dataclasses
import inspect
import math
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import meshwright
from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Given,
    HealthCheck,
    Host,
    Local,
    Mesh,
    OutlierDetection,
    Process,
    Retry,
    Route,
    Scale,
    Secret,
    Service,
    Target,
    Task,
    Timeout,
    Version,
    VirtualNode,
    VirtualService,
    cookie,
    header,
    host,
    path,
    port,
    render,
    try_resolve,
)
from meshwright.checks import advise
from meshwright.description import check, place_of, source

TYPES = [
    each
    for each in (getattr(meshwright, name) for name in meshwright.__all__)
    if dataclasses.is_dataclass(each) and each.__module__.startswith("meshwright.description")
]


def environment(*services: Any, **mesh: Any) -> Environment:
    return Environment("test", Mesh("shop", services=services, **mesh), platform=Fargate("eu-west-1"))


def codes(environment: Any) -> set[str]:
    return {problem.code for problem in check(environment)}


def here() -> int:
    """The line of the caller."""
    frame = inspect.currentframe()
    assert frame is not None
    assert frame.f_back is not None
    return frame.f_back.f_lineno


@pytest.mark.parametrize("each", TYPES, ids=lambda each: each.__name__)
def test_every_optional_field_says_what_happens_without_it(each: Any) -> None:
    optional = [
        field.name
        for field in dataclasses.fields(each)
        if field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING
    ]
    for name in optional:
        assert f"`{name}`" in each.__doc__, f"{each.__name__}.{name}"
    assert not optional or "bsent" in each.__doc__


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


async def _output() -> pulumi.Output[str]:
    output = pulumi.Output.from_input("value")
    await output.future()
    return output


def output() -> pulumi.Output[str]:
    """A real Output, made in an event loop of its own, so that no other test sees a difference."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(_output())
    finally:
        loop.close()


OUTPUT = output()


@pytest.mark.parametrize(
    "make",
    [
        lambda: environment(Service("web", Host(OUTPUT), port=80)),
        lambda: environment(Service("web", Host(f"{OUTPUT}.example"), port=80)),
        lambda: environment(Service(OUTPUT, port=80)),
        lambda: environment(Service(f"web-{OUTPUT}", port=80)),
        lambda: environment(Service("web", port=OUTPUT)),
        lambda: environment(Service("web", port=80, timeout=OUTPUT)),
        lambda: environment(Service("web", port=80, retry=OUTPUT)),
        lambda: environment(Service("web", port=80, calls=[OUTPUT])),
        lambda: environment(Service("web", port=80, calls=OUTPUT)),
        lambda: environment(Service("web", port=80, versions=OUTPUT)),
        lambda: environment(Service("web", port=80, routes=[OUTPUT])),
        lambda: environment(Service("web", port=80, routes=[Route("main", to=OUTPUT)])),
        lambda: environment(Service("web", port=80, routes=[Route("main", to={"v1": OUTPUT})])),
        lambda: environment(Service("web", port=80, routes=[Route("main", to="v1", when=path.equals(OUTPUT))])),
        lambda: environment(Service("web", port=80, routes=[Route("main", to="v1", when=OUTPUT)])),
        lambda: environment(Service("web", Container("x", environment={"A": OUTPUT}), port=80)),
        lambda: environment(Service("web", Container("x", environment={"A": f"{OUTPUT}"}), port=80)),
        lambda: environment(Service("web", Container("x", secrets={"A": OUTPUT}), port=80)),
        lambda: environment(gateways=[Gateway("g", routes=[GatewayRoute("r", to=OUTPUT)])]),
        lambda: environment(egress=OUTPUT),
        lambda: Environment("test", OUTPUT),
        lambda: Environment("test", Mesh("shop"), platform=OUTPUT),
        lambda: Environment("test", Mesh("shop"), platform=Fargate(OUTPUT)),
        lambda: OUTPUT,
    ],
)
def test_an_output_is_refused_and_explained(make: Callable[[], Environment]) -> None:
    problems = check(make())
    assert {problem.code for problem in problems} == {"MW016"}
    assert all("Output" in problem.found for problem in problems)
    assert all("Given" in problem.fix for problem in problems)


def test_given_and_secret_stand_where_texts_come_later() -> None:
    runs = Container(
        Given("image"), environment={"HOST": Given("host")}, secrets={"PASSWORD": Secret("db", "password")}
    )
    assert not check(environment(Service("web", runs, port=80), Service("db", Host(Given("db")), port=5432)))
    assert codes(environment(Service(Given("name"), port=80))) == {"MW010"}


@pytest.mark.parametrize(
    ("service", "code"),
    [
        (Service("web", port=True), "MW010"),
        (Service("web", port=80.0), "MW010"),
        (Service("web", port=math.nan), "MW010"),
        (Service("web", port=0), "MW013"),
        (Service("web", port=65536), "MW013"),
        (Service("web", port=80, routes=[Route("r", to={"v1": True})]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to={"v1": 0.5})]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to={"v1": math.inf})]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to={"v1": 101})]), "MW014"),
        (Service("web", port=80, routes=[Route("r", to={"v1": -1})]), "MW014"),
        (Service("web", port=80, routes=[Route("r", to={1: 100})]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to=[("v1", 100)])]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to=[Target("v1", port="80")])]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to="v1", priority=1001)]), "MW014"),
        (Service("web", port=80, retry=Retry(11)), "MW014"),
        (Service("web", port=80, retry=Retry(-1)), "MW014"),
        (Service("web", port=80, retry=True), "MW010"),
        (Service("web", port=80, timeout="5"), "MW012"),
        (Service("web", port=80, timeout="-5s"), "MW012"),
        (Service("web", port=80, timeout="1e3s"), "MW012"),
        (Service("web", port=80, timeout="nan"), "MW012"),
        (Service("web", port=80, timeout="9" * 400 + "s"), "MW012"),
        (Service("web", port=80, timeout=timedelta(microseconds=1)), "MW012"),
        (Service("web", port=80, timeout=timedelta.max), "MW012"),
        (Service("web", port=80, timeout=math.nan), "MW012"),
        (Service("web", port=80, timeout=Timeout(idle="of")), "MW012"),
        (Service("web", port=80, health_check=HealthCheck(healthy=0)), "MW014"),
        (Service("web", port=80, health_check=HealthCheck(path=5)), "MW010"),
        (Service("web", port=80, outlier_detection=OutlierDetection(interval=10)), "MW012"),
        (Service("web", port=80, outlier_detection="off"), "MW010"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=path.matches("(a"))]), "MW018"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=path.matches("(?<=a)b"))]), "MW018"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=path.matches(r"(a)\1"))]), "MW018"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=cookie("a").matches("a{2000}"))]), "MW018"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=header("a").between(1.5, 2))]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=header("").exists())]), "MW019"),
        (Service("web", port=80, routes=[Route("r", to="v1", when="/api")]), "MW010"),
        (Service("web", port=80, routes=[Route("r", to="v1", when={path.equals("/"): 1})]), "MW010"),
        (Service("web", Process("python web.py"), port=80), "MW017"),
        (Service("web", Process(["x"], instances=0), port=80), "MW014"),
        (Service("web", "shop/web", port=80), "MW010"),
        (Service("web", Container("x", environment={"A": 1}), port=80), "MW010"),
        (Service("web", Container("x", environment=["A"]), port=80), "MW010"),
        (Service("web", Container("x", secrets={"A": "s3cret"}), port=80), "MW010"),
        (Service("", port=80), "MW011"),
        (Service("a" * 64, port=80), "MW011"),
        (Service("web\n", port=80), "MW011"),
        (Service("web", port=80, versions=[Version("v1.2")]), "MW011"),
        (Service("web", port=80, versions="v1"), "MW017"),
        (Service("web", port=80, calls="api"), "MW017"),
        (Service("web", port=80, calls={"api"}), "MW010"),
        (Service("web", port=80, protocol="HTTP"), "MW015"),
        (Service("web", port=80, timeout="0s"), "MW012"),
        (Service("web", port=80, retry=Retry(1, per_try=timedelta(0))), "MW012"),
        (Service("web", port=80, health_check=HealthCheck("health")), "MW010"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=port.equals("http"))]), "MW013"),
        (Service("web", port=80, routes=[Route("r", to="v1", when=port.equals(True))]), "MW013"),
        (Service("web", Host("https://pay.example"), port=443), "MW011"),
        (Service("web", Host("pay.example:443"), port=443), "MW011"),
        (Service("web", Host(""), port=443), "MW011"),
        (Service("web", Process([]), port=80), "MW010"),
        ("web", "MW010"),
        (None, "MW010"),
    ],
    ids=repr,
)
def test_a_value_that_does_not_fit_is_a_problem(service: Any, code: str) -> None:
    problems = check(environment(service))
    assert {problem.code for problem in problems} == {code}
    assert all(problem.path[:3] == ("mesh", "services", 0) for problem in problems)


def test_a_secret_is_never_shown_by_its_own_object() -> None:
    assert "key" not in {field.name for field in dataclasses.fields(Given)}
    assert [field.name for field in dataclasses.fields(Secret)] == ["name", "key"]


def test_conditions_read_as_they_are_written() -> None:
    assert source.line(path.starts_with("/api")) == 'path.starts_with("/api")'
    assert source.line(~cookie("beta").exists()) == '~cookie("beta").exists()'
    assert source.line(header("x-age").between(18, 99)) == 'header("x-age").between(18, 99)'
    assert source.line(port.equals(80)) == "port.equals(80)"
    assert ~~host.equals("a") == host.equals("a")


GARBAGE = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["off", "web", "v1", "5s", "/", "http", "*", "(", "a.b", "0s", "5%", "²%"]),
    st.binary(max_size=4),
    st.timedeltas(),
    st.none().map(lambda _: OUTPUT),  # hypothesis would ask it for its name, and get another Output
    st.sampled_from([object(), int, print, ..., Given("a"), Secret("a"), path.equals("/"), Retry(1), Version("v1")]),
    st.sampled_from(
        [Service("web"), Target("v1"), Process(["x"]), Container("x"), Scale(1), Task(), Timeout(), Local()]
    ),
)
DEEP = st.recursive(
    GARBAGE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def anything(draw: st.DrawFn) -> Any:
    """An object of a description with garbage in some of its fields, or garbage itself."""
    each = draw(st.sampled_from(TYPES))
    fields = dataclasses.fields(each)
    missing = dataclasses.MISSING
    needed = [field.name for field in fields if field.default is missing and field.default_factory is missing]
    chosen = draw(st.sets(st.sampled_from([field.name for field in fields]), max_size=4)) if fields else set()
    return each(**{name: draw(DEEP) for name in sorted({*needed, *chosen})})


HOLDERS = [
    lambda value: value,
    lambda value: Environment("test", value),
    lambda value: Environment("test", Mesh("shop"), platform=value),
    lambda value: Environment("test", Mesh("shop"), images=value, logs=value, tracing=value, delivery=value),
    environment,
    lambda value: environment(value, value),
    lambda value: environment(gateways=[value], retry=value, timeout=value, access_log=value, egress=value),
    lambda value: environment(virtual_services=[value], virtual_routers=value, virtual_nodes=[value]),
    lambda value: environment(Service("web", value, port=80, retry=value, timeout=value, health_check=value)),
    lambda value: environment(Service("web", port=80, routes=[value, Route("r", to=value, when=value)], calls=[value])),
    lambda value: environment(Service(value, port=value, versions=value, routes=value, calls=value)),
    lambda value: environment(
        Service("web", Container(value, command=value, environment=value, secrets=value), port=80)
    ),
    lambda value: Environment("test", Mesh("shop"), platform=Fargate("eu-west-1", tasks=value)),
    lambda value: Environment("test", Mesh("shop"), platform=Fargate("eu-west-1", tasks={"*": value})),
    lambda value: Environment("test", Mesh("shop"), platform=Local({"*": value}, first_port=value)),
]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(HOLDERS), anything() | DEEP)
def test_nothing_that_is_written_ends_in_a_traceback(holder: Callable[[Any], Any], value: Any) -> None:
    plan, problems = try_resolve(holder(value))
    assert plan is not None or problems
    assert render(problems)
    assert plan is None or advise(plan) is not None
    for problem in problems:
        problem.as_json()
