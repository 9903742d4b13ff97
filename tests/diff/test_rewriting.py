"""Where two rewritings part: for paths that meet the same edges they are equal, or they are not."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright.envoy.path import PathMatch, combined
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import Match, Rewrite
from meshwright.traffic import rewrite
from meshwright.traffic.arrival import Arrival
from meshwright.traffic.match import why_not_path
from meshwright.traffic.requests.rewriting import edges, rewriting

NAMES = ["/", "/a", "/a/", "/a/b", "/b", "/b/", "/a/b/", "/ab"]
names = st.sampled_from(NAMES)
PATHS = [
    f"{start}{end}" for start in NAMES for end in ("", "x", "/", "//", "/x", "/x/", "b", "b/", "/b", "/b/x", "//x")
]


def exact(path: str, new: str | None) -> PathMatch | None:
    return combined([Match("path", "equals", path)], Rewrite(None, new, True), [])


def prefix(path: str, new: str | None, inner: str) -> PathMatch | None:
    return combined(
        [Match("path", "starts_with", path)], Rewrite(new, None, True), [Match("path", "starts_with", inner)]
    )


def whole(new: str) -> PathMatch | None:
    return combined([Match("path", "matches", "/.*")], Rewrite(None, new, True), [])


routes = st.one_of(
    st.builds(exact, names, st.none() | names),
    st.builds(prefix, names, st.none() | names, names),
    st.builds(whole, names),
)


def route(found: PathMatch) -> Resource:
    return {
        "match": found.specifier | ({"headers": found.headers} if found.headers else {}),
        "route": dict(found.rewrite),
    }


@settings(max_examples=2000, deadline=None)
@given(routes.filter(bool), routes.filter(bool))
def test_edges_tell_apart_where_rewritings_are_equal(one: PathMatch, other: PathMatch) -> None:
    both = [route(one), route(other)]
    found = edges(*map(rewriting, both))
    equal = defaultdict(set)
    for path in PATHS:
        if any(why_not_path(each["match"], path) for each in both):
            continue
        arrival = Arrival("GET", "http", "", path, {})
        made = {rewrite.path(each["match"], each["route"], arrival) for each in both}
        equal[tuple(each.holds((path,)) for each in found)].add(len(made) == 1)
    assert all(len(answers) == 1 for answers in equal.values()), equal


def test_what_needs_no_edges() -> None:
    plain = {"match": {"prefix": "/a"}, "route": {}}
    shorter = {"match": {"prefix": "/a"}, "route": {"prefix_rewrite": "/b"}}
    assert edges(rewriting(plain), rewriting(plain)) == ()
    assert edges(rewriting(plain), rewriting(shorter)) == ()
    assert edges(rewriting(plain), rewriting({"match": {"prefix": "/a"}, "direct_response": {"status": 404}})) == ()
