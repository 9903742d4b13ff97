"""Comments are cut at the end of a line, and stay valid Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright.github.text import COMMENT, Section, joined


def test_what_has_room_is_not_cut() -> None:
    text, cut = joined("head", [Section("one"), Section("two", "Title"), Section("three", code=True)], "foot", 500, "")
    assert not cut
    assert text == (
        "head\n\none\n\n<details><summary>Title</summary>\n\ntwo\n\n</details>\n\n```text\nthree\n```\n\nfoot\n"
    )


def test_a_long_section_is_cut_and_says_where_the_rest_is() -> None:
    lines = [f"line {number}" for number in range(10_000)]
    text, cut = joined("head", [Section("\n".join(lines))], "foot", COMMENT, "the summary")
    assert cut
    assert COMMENT - 300 < len(text) <= COMMENT
    kept = [line for line in text.splitlines() if line.startswith("line ")]
    assert kept == lines[: len(kept)]
    assert f"_Cut here: {len(lines) - len(kept)} more lines are in the summary._" in text
    assert text.endswith("\n\nfoot\n")


def test_the_first_sections_have_the_room() -> None:
    sections = [Section("a\n" * 100), Section("b\n" * 1000, "Second"), Section("c\n" * 1000, "Third")]
    text, cut = joined("head", sections, "foot", 1500, "there")
    assert cut
    assert text.count("a\n") == 100
    assert 100 < text.count("b\n") < 1000
    assert "Third" not in text


def test_code_with_fences_stays_code() -> None:
    shown = Section("before\n````\ninside", code=True).shown()
    assert shown.startswith("`````text\n")
    assert shown.endswith("\n`````")


@pytest.mark.parametrize("mark", ["```", "~~~~"])
def test_an_open_block_is_closed_where_it_is_cut(mark: str) -> None:
    text = f"<details><summary>x</summary>\n\n{mark}diff\n" + "+ line\n" * 500 + f"{mark}\n\n</details>\n"
    shown = Section(text).within(1000, "there")
    assert re.search(rf"\+ line\n{mark}\n\n</details>\n\n_Cut here", shown)


LINES = st.lists(st.sampled_from(["```", "~~~", "text", "<details>", "</details>", "", "x" * 90]), max_size=60)


@given(
    st.lists(st.builds(Section, LINES.map("\n".join), st.sampled_from(["", "Title"]), st.booleans()), max_size=4),
    st.integers(400, 3000),
)
def test_it_never_takes_more_than_there_is(sections: list[Section], limit: int) -> None:
    text, cut = joined("head", sections, "foot", limit, "there")
    assert len(text) <= limit
    whole, never = joined("head", sections, "foot", 10**9, "there")
    assert not never
    assert cut == (text != whole)
