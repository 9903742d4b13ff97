"""Problems by themselves: paths, origins, severities, suggestions, rendering, exceptions."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright.problems import (
    CATALOGUE,
    MeshwrightError,
    Problem,
    ProblemsFound,
    Severity,
    SourceLocation,
    did_you_mean,
    errors,
    read_origin,
    render,
    show_path,
)

ERROR = Problem(
    "MW102", ("mesh", "services", 0, "calls", 1), '"chekout"', "a service", "name it", SourceLocation("shop.py", 7)
)
ADVICE = Problem("MW207", ("mesh", "services", 2), "nobody", "a caller", "leave it out")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), ""),
        (("mesh",), "mesh"),
        (("mesh", "services", 1, "routes", 0, "to"), "services[1].routes[0].to"),
        (("mesh", "retry"), "retry"),
        (("platform", "tasks", "web-v1", "cpu"), 'platform.tasks["web-v1"].cpu'),
        (("platform", "tasks", "*"), 'platform.tasks["*"]'),
        ((0, 1), "[0][1]"),
    ],
)
def test_a_path_is_shown_as_it_is_written(path: tuple[str | int, ...], shown: str) -> None:
    assert show_path(path) == shown


@pytest.mark.parametrize(
    ("origin", "place", "path"),
    [
        ("stacks/shop.py:31 services[1].routes[0]", SourceLocation("stacks/shop.py", 31), ("services", 1, "routes", 0)),
        ("shop.py:4", SourceLocation("shop.py", 4), ()),
        ("/home/a b/shop.py:4 gateways[0]", SourceLocation("/home/a b/shop.py", 4), ("gateways", 0)),
        ("C:\\shop.py:12 services[0]", SourceLocation("C:\\shop.py", 12), ("services", 0)),
        ("defaults.retry", None, ()),
        ("", None, ()),
    ],
)
def test_an_origin_is_read_back(origin: str, place: SourceLocation | None, path: tuple[str | int, ...]) -> None:
    assert read_origin(origin) == (place, path)


names = st.from_regex(r"[a-z_][a-z0-9_-]{0,8}|\*", fullmatch=True)


@given(st.lists(names | st.integers(0, 99), min_size=1).filter(lambda path: path[0] != "mesh"))
def test_every_path_survives_the_plan(path: list[str | int]) -> None:
    assert read_origin(f"a b.py:1 {show_path(path)}") == (SourceLocation("a b.py", 1), tuple(path))


def test_did_you_mean() -> None:
    assert did_you_mean("chekout", ["web", "checkout"], "add it") == 'did you mean "checkout"?'
    assert did_you_mean("x", ["web", "checkout"], "add it") == 'add it; known names: "checkout", "web"'
    assert did_you_mean("x", [f"service{index}" for index in range(50)], "add it") == "add it"
    assert did_you_mean("x", [], "add it") == "add it"


def test_errors_come_first_and_are_counted() -> None:
    text = render([ADVICE, ERROR])
    assert text == (
        "error MW102: unknown service\n"
        "  at        services[0].calls[1]  (shop.py:7)\n"
        '  found     "chekout"\n'
        "  expected  a service\n"
        "  fix       name it\n"
        "\n"
        "advice MW207: a service without callers\n"
        "  at        services[2]\n"
        "  found     nobody\n"
        "  expected  a caller\n"
        "  fix       leave it out\n"
        "\n"
        "1 error and 1 piece of advice\n"
    )
    assert render([]).strip() == "0 errors"
    assert render([ADVICE, ADVICE]).endswith("\n2 pieces of advice\n")


def test_a_problem_as_json_has_everything() -> None:
    values = json.loads(json.dumps(ERROR.as_json()))
    assert values == {
        "code": "MW102",
        "severity": "error",
        "title": "unknown service",
        "path": "services[0].calls[1]",
        "file": "shop.py",
        "line": 7,
        "found": '"chekout"',
        "expected": "a service",
        "fix": "name it",
    }
    assert ADVICE.as_json()["line"] is None


def test_the_exception_holds_and_shows_every_problem() -> None:
    error = ProblemsFound([ERROR, ADVICE])
    assert isinstance(error, MeshwrightError)
    assert error.problems == (ERROR, ADVICE)
    assert str(error) == render([ERROR, ADVICE])


def test_the_catalogue_decides_the_severity_unless_the_case_does() -> None:
    advice = Problem("MW202", (), "f", "e", "x")
    error = Problem("MW104", (), "f", "e", "x")
    assert (advice.severity, error.severity) == (Severity.ADVICE, Severity.ERROR)
    assert replace(error, override=Severity.ADVICE).severity is Severity.ADVICE
    assert replace(advice, override=Severity.ERROR).severity is Severity.ERROR
    assert errors([advice, error]) == [error]
    assert errors([replace(error, override=Severity.ADVICE)]) == []


def test_titles_are_unique_and_codes_are_in_order() -> None:
    assert list(CATALOGUE) == sorted(CATALOGUE)
    assert len({entry.title for entry in CATALOGUE.values()}) == len(CATALOGUE)
