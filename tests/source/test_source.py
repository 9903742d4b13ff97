"""A description written as Python: it reads back as the same one, and looks as `ruff format` would have it."""

import dataclasses
import subprocess
import sys
from collections.abc import Mapping
from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import meshwright
from meshwright import Environment, Mesh, Service, cookie, description, header, path, port
from meshwright.description import source
from meshwright.description.written import Written

from .random_descriptions import conditions, environments, values

CASES = sorted((Path(__file__).parents[1] / "cases").glob("*/case.py"))
RELAXED = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def same(value: object) -> object:
    """A value without what has several spellings: lists and tuples, durations."""
    if isinstance(value, Written):
        fields = dataclasses.fields(value)
        return (type(value).__name__, *((each.name, same(getattr(value, each.name))) for each in fields))
    if isinstance(value, Mapping):
        return {key: same(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [same(each) for each in value]
    if isinstance(value, timedelta):
        return meshwright.description.source.line(value).strip('"')
    return value


def evaluated(text: str) -> object:
    return eval(text, {name: getattr(description, name) for name in description.__all__})


def formatted(text: str) -> str:
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "120", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


@RELAXED
@given(values)
def test_it_reads_back_equal_in_one_line_and_in_several(value: object) -> None:
    for written in (source.line(value), source.expression(value)):
        assert same(evaluated(written)) == same(value)
    assert "\n" not in source.line(value)


@RELAXED
@given(values)
def test_ruff_would_format_it_so(value: object) -> None:
    written = f"{source.expression(value)}\n"
    assert formatted(written) == written


@RELAXED
@given(environments)
def test_a_file_reads_back_equal_and_is_formatted(environment: Environment) -> None:
    written = source.module(environment)
    found: dict[str, object] = {}
    exec(compile(written, "prod.py", "exec"), found)
    assert same(found["environment"]) == same(environment)
    assert formatted(written) == written


@given(conditions)
def test_a_condition_is_written_by_its_verb_where_one_makes_it(condition: meshwright.Condition) -> None:
    written = source.line(condition)
    assert written.startswith("Condition(") or written.lstrip("~").split("(")[0].split(".")[0] == condition.subject


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.parent.name)
def test_every_case_reads_back_equal(case: Path) -> None:
    spec = spec_from_file_location(case.parent.name, case)
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    written = source.module(module.environment)
    found: dict[str, object] = {}
    exec(compile(written, "prod.py", "exec"), found)
    assert same(found["environment"]) == same(module.environment)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (cookie("beta").equals("yes"), 'cookie("beta").equals("yes")'),
        (~header("x-debug").exists(), '~header("x-debug").exists()'),
        (header("x-n").between(1, 12), 'header("x-n").between(1, 12)'),
        (path.matches(r"/v\d+"), r'path.matches(r"/v\d+")'),
        (path.equals('/"a"'), "path.equals('/\"a\"')"),
        (port.equals(8080), "port.equals(8080)"),
        (timedelta(seconds=90), '"90s"'),
        ({"v1": 90, "v2": 10}, '{"v1": 90, "v2": 10}'),
        (meshwright.Retry(2, on=("gateway-error",)), 'Retry(2, on=["gateway-error"])'),
        (meshwright.Scale(2, 10), "Scale(2, 10)"),
        (meshwright.Timeout(idle="off"), 'Timeout(idle="off")'),
        (meshwright.Container("shop/web"), 'Container("shop/web")'),
        (meshwright.Host("pay.example", tls=False), 'Host("pay.example", tls=False)'),
        (meshwright.Fargate("eu-west-1"), 'Fargate("eu-west-1")'),
    ],
)
def test_it_is_as_short_as_people_write_it(value: object, text: str) -> None:
    assert source.line(value) == text


def test_an_argument_is_written_with_its_name() -> None:
    assert source.argument("to", {"v1": 90, "v2": 10}) == 'to={"v1": 90, "v2": 10}'


def test_services_that_call_one_another_are_named_where_they_have_no_variable_yet() -> None:
    mesh = Mesh("shop", services=[Service("web", port=80, calls=["cart"]), Service("cart", port=80, calls=["web"])])
    assert source.module(Environment("test", mesh)) == (
        "from meshwright import Environment, Mesh, Service\n"
        "\n"
        'cart = Service("cart", port=80, calls=["web"])\n'
        'web = Service("web", port=80, calls=[cart])\n'
        'environment = Environment("test", Mesh("shop", services=[web, cart]))\n'
    )
