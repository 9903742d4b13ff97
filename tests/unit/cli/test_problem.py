"""`meshwright problem`, and the links from the codes of problems to their pages."""

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from tests.unit.cli.command import as_json, ran, run

from meshwright.problems import CATALOGUE
from meshwright.problems.page import page, page_file

TERMINAL = {"FORCE_COLOR": "1", "TERM": "xterm-256color"}
LINK = re.compile(r"\x1b]8;[^;]*;(\S+?)\x1b\\.*?(MW\d{3})")


@pytest.mark.parametrize("code", CATALOGUE)
def test_each_code_prints_its_page(code: str) -> None:
    assert page_file(code).is_file(), f"write {page_file(code)}"
    assert ran("problem", code) == page(code)


def test_a_code_in_small_letters_is_the_same_code() -> None:
    assert ran("problem", "mw201") == page("MW201")


def test_without_a_code_every_code_is_listed() -> None:
    lines = ran("problem").splitlines()[1:]
    assert [line.split("  ")[0] for line in lines] == list(CATALOGUE)
    assert all(entry.title in line for line, entry in zip(lines, CATALOGUE.values(), strict=True))


def test_an_unknown_code_is_wrong_usage_and_names_a_near_one() -> None:
    result = run("problem", "WM201")
    assert result.exit_code == 2
    assert "MW201" in result.stderr


@pytest.mark.parametrize("code", CATALOGUE)
def test_letters_that_look_like_digits_mean_the_code(code: str) -> None:
    for letters in ("Oi", "ol"):
        written = code[:2] + code[2:].translate(str.maketrans("01", letters))
        if written != code:
            assert f'did you mean "{code}"?' in " ".join(run("problem", written).stderr.replace("│", " ").split())


@pytest.mark.parametrize("code", ["MW1", "mw1"])
def test_the_beginning_of_a_code_names_all_that_begin_so(code: str) -> None:
    result = run("problem", code)
    assert result.exit_code == 2
    said = " ".join(result.stderr.replace("│", " ").split())
    assert f"did you mean {', '.join(each for each in CATALOGUE if each.startswith('MW1'))}?" in said


def test_json() -> None:
    listed = as_json("problem")
    assert [each["code"] for each in listed] == list(CATALOGUE)
    [only] = as_json("problem", "MW104")
    assert only == {
        "code": "MW104",
        "severity": "error",
        "title": "weights that add up to 0",
        "page": page("MW104"),
    }


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_in_a_terminal_each_code_is_a_link_to_its_page(stream: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in TERMINAL.items():
        monkeypatch.setenv(name, value)
    result = run("check" if stream == "stdout" else "show", "wrong")
    linked = LINK.findall(getattr(result, stream))
    assert linked
    for address, code in linked:
        assert Path(unquote(urlsplit(address).path)) == page_file(code)
        assert page_file(code).is_file()


def test_elsewhere_there_are_no_links_and_no_colours() -> None:
    assert "\x1b" not in run("check", "wrong").output
