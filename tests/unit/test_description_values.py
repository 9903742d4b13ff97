"""Values of a description: what is refused, and with which code."""

# The values are wrong on purpose: what no type checker has seen must be refused as well.
# mypy: disable-error-code="arg-type,dict-item,list-item"

import dataclasses
import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Given,
    HealthCheck,
    Host,
    Mesh,
    OutlierDetection,
    Process,
    Retry,
    Route,
    Secret,
    Service,
    Target,
    Timeout,
    Version,
    cookie,
    header,
    host,
    path,
    port,
)
from meshwright.description import check, source

from .description_objects import OUTPUT, codes, environment


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
