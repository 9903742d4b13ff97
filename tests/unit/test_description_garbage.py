"""No value of a description, however odd, ends in a traceback."""

import dataclasses
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright import (
    Container,
    Environment,
    Fargate,
    Given,
    Local,
    Mesh,
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
    path,
    render,
    try_resolve,
)
from meshwright.checks import advise

from .description_objects import OUTPUT, TYPES, environment

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
    each: Any = draw(st.sampled_from(TYPES))
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
