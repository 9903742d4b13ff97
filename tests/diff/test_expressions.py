"""Regular expressions and intervals as automata: what RE2 and the explainer say of the same texts."""

import time

import pytest
import re2
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from meshwright.traffic import NotExplainable
from meshwright.traffic.match import _between
from meshwright.traffic.requests.automaton import automaton
from meshwright.traffic.requests.expression import read
from meshwright.traffic.requests.interval import whole_numbers
from meshwright.traffic.text import OPTIONS

from .expressions import expressions, texts


def matches(expression: str, text: str) -> bool:
    machine = automaton(expression)
    state = machine.start
    for char in text:
        state = machine.step(state, char)
    return machine.accepts(state)


@settings(max_examples=3000, deadline=None)
@given(expressions, st.lists(texts, min_size=1, max_size=8))
@example("a(?i)b|c", ["aB", "C", "c", "ab"])
@example("(a(?i)b)c", ["aBc", "aBC"])
@example("^*a$|b^", ["a", "b", ""])
@example("(^|/)a($|/)", ["a", "/a", "a/", "aa"])
def test_an_automaton_matches_what_re2_matches(expression: str, asked: list[str]) -> None:
    try:
        compiled = re2.compile(expression.encode(), options=OPTIONS)
    except re2.error:
        assume(False)
    for text in asked:
        assert matches(expression, text) == (compiled.fullmatch(text.encode()) is not None), text


@pytest.mark.parametrize(
    "expression",
    [
        r"\bword\b",
        r"a\B",
        r"\pL+",
        r"\P{Greek}",
        r"[[:word:]\pN]",
        "(?m)^a$",
        "(?im:a)",
        "é",
        r"a\tb",
        r"\xe9",
        r"\x{1F600}",
    ],
)
def test_what_is_not_read_is_refused(expression: str) -> None:
    re2.compile(expression)
    with pytest.raises(NotExplainable):
        read(expression)


@pytest.mark.parametrize("expression", ["(a{1000}){1}" * 12, "((a{0,30}){0,30})b" * 12])
def test_what_would_take_too_long_is_refused(expression: str) -> None:
    start = time.process_time()
    with pytest.raises(NotExplainable, match="of this length"):
        automaton(expression)
    assert time.process_time() - start < 1


bounds = st.one_of(
    st.integers(-30, 30), st.integers(-(2**63), 2**63 - 1), st.sampled_from([-100, -10, 0, 9, 10, 99, 100])
)
odd_numbers = st.tuples(st.sampled_from(["", "+", "-"]), st.text("0123456789", max_size=4)).map("".join)


@settings(max_examples=1500, deadline=None)
@given(bounds, bounds, st.lists(st.integers(-40, 40), max_size=5), st.lists(odd_numbers, max_size=5))
def test_an_interval_is_what_the_explainer_says(low: int, high: int, near: list[int], odd: list[str]) -> None:
    numbers = [edge + offset for edge in (low, high) for offset in (-1, 0, 1)] + near
    asked = [*map(str, numbers), *odd, "", "-", "+0", "-0", "00", "1.0", "x", "1_1"]
    asked += [f"+{each}" for each in numbers if each >= 0] + [f"00{each}" for each in numbers if each >= 0]
    expression = whole_numbers(low, high)
    for text in asked:
        if not text.lstrip("+-").isdigit() or -(2**63) <= int(text) < 2**63:
            assert matches(expression, text) == _between(text, low, high), text
