"""The values of one part of a request that conditions tell apart: complete, and no more than needed."""

import json
import time
from typing import Any

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright.traffic import NotExplainable
from meshwright.traffic.arrival import Arrival, arrive
from meshwright.traffic.fields import words
from meshwright.traffic.path import merge_slashes
from meshwright.traffic.requests.condition import PATH, Condition, Subject, Value
from meshwright.traffic.requests.example import Example
from meshwright.traffic.requests.values import distinct, repeated
from meshwright.traffic.text import OPTIONS

from .expressions import expressions

HEADER, JOINED = Subject("header", "x-a"), Subject("header", "user-agent")
COOKIE, QUERY = Subject("cookie", "c"), Subject("query", "q")
POOL = words("a b ab ba abc 1 12 -5 +3 007 a.b a/b A AB x v1 v2 aa")


def valid(expression: str) -> bool:
    try:
        return bool(expression) and re2.compile(expression, options=OPTIONS) is not None
    except re2.error:
        return False


literals = st.one_of(st.sampled_from(sorted(POOL)), st.text("abAB1-/.", min_size=1, max_size=4))
regexes = st.one_of(expressions.filter(valid), st.sampled_from(["a.*", "[ab]+", "(?i)ab", "v[12]", ".*b.*", "[^a]"]))


def string_match(kind: str, text: str) -> dict[str, Any]:
    return {"safe_regex": {"regex": text}} if kind == "safe_regex" else {kind: text}


matches = st.one_of(
    st.builds(string_match, st.sampled_from(["exact", "exact", "prefix", "suffix"]), literals),
    st.builds(string_match, st.just("safe_regex"), regexes),
)


def of_header(subject: Subject) -> st.SearchStrategy[Condition]:
    asked = st.one_of(
        matches.map(lambda each: {"string_match": each}),
        st.tuples(st.integers(-20, 20), st.integers(-20, 20)).map(
            lambda both: {"range_match": {"start": both[0], "end": both[1]}}
        ),
        st.booleans().map(lambda present: {"present_match": present}),
    )
    inverted = st.booleans().map(lambda each: {"invert_match": True} if each else {})
    return st.builds(lambda one, other: condition(subject, {"name": subject.name, **one, **other}), asked, inverted)


def condition(subject: Subject, matcher: dict[str, Any]) -> Condition:
    if "present_match" in matcher:
        matcher.pop("invert_match", None)
    return Condition(subject, json.dumps(matcher, sort_keys=True))


of_path = st.one_of(
    st.tuples(
        st.sampled_from(["path", "prefix"]), st.sampled_from(["/", "/a", "/ab", "/a/", "/a/b", "/b", "/a//b", "//"])
    ),
    st.tuples(st.just("safe_regex"), regexes.map(lambda each: {"regex": f"/{each}"})),
).map(lambda pair: Condition(PATH, json.dumps({pair[0]: pair[1]})))
of_cookie = st.tuples(matches, st.booleans()).map(
    lambda both: condition(COOKIE, {"name": "c", "string_match": both[0], "invert_match": both[1]})
)
of_query = st.one_of(matches.map(lambda each: {"string_match": each}), st.just({"present_match": True})).map(
    lambda each: condition(QUERY, {"name": "q", **each})
)
OF = {HEADER: of_header(HEADER), JOINED: of_header(JOINED), COOKIE: of_cookie, QUERY: of_query, PATH: of_path}

texts = st.one_of(literals, st.text("abAB1-/.x", max_size=5), st.sampled_from(["", "19", "-19", "0", "+5", "007"]))


def met(conditions: list[Condition], value: Value) -> tuple[bool, ...]:
    return tuple(each.holds(value) for each in conditions)


@pytest.mark.parametrize("subject", OF)
def test_every_value_is_like_one_of_the_distinct_ones(subject: Subject) -> None:
    @settings(max_examples=300, deadline=None)
    @given(st.lists(OF[subject], min_size=1, max_size=5, unique=True), st.lists(texts, min_size=5, max_size=15))
    def hold(conditions: list[Condition], asked: list[str]) -> None:
        found = [met(conditions, value) for value in distinct(subject, conditions)]
        assert len(set(found)) == len(found)
        for text in asked:
            assert met(conditions, (f"/{text}",) if subject == PATH else (text,)) in found, text
        if subject != PATH:
            assert met(conditions, ()) in found

    hold()


@settings(max_examples=300, deadline=None)
@given(st.lists(OF[PATH], min_size=1, max_size=5, unique=True), st.lists(texts, min_size=5, max_size=15))
def test_where_slashes_are_merged_every_path_that_arrives_is_like_one_and_no_other_is_there(
    conditions: list[Condition], asked: list[str]
) -> None:
    values = distinct(PATH, conditions, merged=True)
    assert all(merge_slashes(path) == path for (path,) in values)
    found = [met(conditions, value) for value in values]
    assert len(set(found)) == len(found)
    for text in asked:
        assert met(conditions, (merge_slashes(f"/{text}"),)) in found, text


@settings(max_examples=300, deadline=None)
@given(
    st.lists(OF[HEADER], min_size=1, max_size=4, unique=True),
    st.lists(st.lists(texts, min_size=2, max_size=4), max_size=12),
)
def test_a_repeated_header_is_like_one_of_the_repeated_ones(
    conditions: list[Condition], asked: list[list[str]]
) -> None:
    once = [met(conditions, value) for value in distinct(HEADER, conditions)]
    several = repeated(HEADER, conditions)
    found = [met(conditions, value) for value in several]
    assert len(set(found)) == len(found)
    assert not set(found) & set(once)
    assert all(len(value) > 1 for value in several)
    for values in asked:
        assert met(conditions, tuple(values)) in {*once, *found}


def test_a_header_that_envoy_joins_is_never_repeated() -> None:
    matcher = {"name": "user-agent", "string_match": {"exact": "a"}}
    assert repeated(JOINED, [condition(JOINED, matcher), condition(JOINED, matcher | {"invert_match": True})]) == []


@pytest.mark.parametrize("subject", OF)
def test_every_value_can_be_sent(subject: Subject) -> None:
    @settings(max_examples=150, deadline=None)
    @given(st.lists(OF[subject], min_size=1, max_size=4, unique=True))
    def hold(conditions: list[Condition]) -> None:
        for value in [*distinct(subject, conditions), *repeated(subject, conditions)]:
            arrival = arrive(Example({subject: value}).request("shop.example"), {}, secure=False)
            assert isinstance(arrival, Arrival)
            path, _, query = arrival.path.partition("?")
            text = "".join(value)
            if subject == PATH:
                assert path == text
            elif subject == QUERY:
                assert query == (f"q={text}" if value else "")
            elif subject == COOKIE:
                assert arrival.headers.get("cookie", []) == [f"c={text}" for _ in value]
            else:
                assert arrival.headers.get(subject.name, []) == list(value)

    hold()


def test_methods_and_ports() -> None:
    method = Subject("header", ":method")
    asked = [condition(method, {"name": ":method", "string_match": {"exact": "PURGE"}})]
    assert distinct(method, asked) == [("GET",), ("PURGE",)]
    port = Subject("header", ":authority")
    asked = [
        condition(port, {"name": ":authority", "string_match": {"suffix": ":8080"}}),
        condition(port, {"name": ":authority", "string_match": {"safe_regex": {"regex": "[^:]*(:80)?"}}}),
    ]
    ports = {value[0].partition(":")[2] for value in distinct(port, asked)}
    assert len(ports) == 3
    assert {"", "8080"} < ports


@pytest.mark.parametrize("value", ["é", "a\tb"])
def test_characters_beyond_printable_ascii_are_not_told(value: str) -> None:
    for kind in ("exact", "prefix", "safe_regex"):
        matcher = {"name": "x-a", "string_match": string_match(kind, value)}
        with pytest.raises(NotExplainable):
            distinct(HEADER, [condition(HEADER, matcher)])


@pytest.mark.parametrize(
    "many",
    [
        [f"[ab]*{end}[ab]{{18}}" for end in "ab"],
        [f".*{first}.*{second}.*" for first in "abcdef" for second in "ghijkl"],
        [f"(.{{{length}}})*" for length in (7, 11, 13, 17, 19, 23)],
        ["(.{0,900}a)?.{0,900}b", "(.{0,800}b)?.{0,900}a"],
    ],
)
def test_expressions_with_too_many_states_end_soon(many: list[str]) -> None:
    start = time.process_time()
    with pytest.raises(NotExplainable):
        distinct(
            HEADER,
            [condition(HEADER, {"name": "x-a", "string_match": string_match("safe_regex", each)}) for each in many],
        )
    assert time.process_time() - start < 5
