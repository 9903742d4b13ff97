"""The bundle format: what is written is read, and nothing that is not whole is."""

import hashlib
import subprocess
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meshwright.delivery import givens
from meshwright.delivery.bundle import BundleError, read, version, write
from meshwright.envoy.kinds import KINDS, Kind
from meshwright.envoy.snapshot import Snapshot
from meshwright.envoy.types import CLUSTER, ROUTE_CONFIGURATION

names = st.from_regex(r"[A-Za-z0-9_][A-Za-z0-9_:|-]{0,20}", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def resources(kind: Kind) -> Any:
    def named(bodies: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
        return {name: {**body, "@type": kind.type_url, "name": name} for name, body in bodies.items()}

    return st.dictionaries(names, st.dictionaries(texts, values, max_size=3), max_size=4).map(named)


snapshots = st.builds(
    Snapshot,
    proxy=st.just("p"),
    resources=st.fixed_dictionaries({field: resources(kind) for field, kind in KINDS.items()}),
)


@given(snapshots)
def test_round_trip(snapshot: Snapshot) -> None:
    text = write(snapshot)
    assert read(text, "p") == snapshot
    assert write(read(text, "p")) == text
    body = text[: text.rindex("end\t")]
    assert version(text) == hashlib.sha256(body.encode()).hexdigest()[:12]
    assert text.isascii()


@given(snapshots)
def test_order_does_not_matter(snapshot: Snapshot) -> None:
    other = Snapshot("p", {field: dict(reversed(list(kind.items()))) for field, kind in snapshot.by_kind.items()})
    assert write(other) == write(snapshot)


def one() -> str:
    cluster = {"@type": CLUSTER, "name": "a", "note": "end\t1"}
    return write(Snapshot("p", {"clusters": {"a": cluster, "b": {**cluster, "name": "b"}}}))


def test_every_truncation_is_refused() -> None:
    text = one()
    for length in range(len(text)):
        with pytest.raises(BundleError):
            read(text[:length], "p")


@settings(max_examples=300)
@given(st.data())
def test_every_changed_character_is_refused(data: st.DataObject) -> None:
    text = one()
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(max_codepoint=127).filter(lambda character: character != text[at]))
    with pytest.raises(BundleError):
        read(text[:at] + other + text[at + 1 :], "p")


def signed(body: str, count: int) -> str:
    return f"{body}end\tformat 2, {count} lines\t{hashlib.sha256(body.encode()).hexdigest()}\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "cut short"),
        ("x", "cut short"),
        ("\n", "end line"),
        (one() + "\n", "end line"),
        (one() + one(), "lines|end line|sha256|line"),
        (signed('cluster\ta\t{"@type":"x","name":"a"}\n', 1), "@type"),
        (signed(f'cluster\ta\t{{"@type":"{CLUSTER}","name":"b"}}\n', 1), "name"),
        (signed(f'cluster\ta\t{{"@type":"{CLUSTER}","name":"a"}}\n', 2), "1 lines"),
        (signed(f'cluster\ta\t{{"@type":"{CLUSTER}","name":"a"}}\n' * 2, 2), "twice"),
        (signed("cluster\ta\t{\n", 1), "not JSON"),
        (signed("secret\ta\t{}\n", 1), "line 1"),
        (signed("cluster\ta\n", 1), "three fields"),
    ],
)
def test_what_is_wrong_is_told(text: str, says: str) -> None:
    with pytest.raises(BundleError, match=says):
        read(text, "p")


@pytest.mark.parametrize("name", ["", "a\tb", "a b", "a\n", "../up", ".hidden", "a/b", "a.rds.b", 'a"b', "ü"])
def test_a_name_that_files_or_stats_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(BundleError, match="name"):
        write(Snapshot("p", {"routes": {name: {"@type": ROUTE_CONFIGURATION, "name": name}}}))


def test_sha256sum_agrees() -> None:
    body, _, end = one().rpartition("end\t")
    printed = subprocess.run(["sha256sum"], input=body, capture_output=True, text=True, check=True).stdout
    assert printed.split()[0] == end.split("\t")[1].strip()


def test_a_host_is_filled_in_where_it_stands_alone() -> None:
    """What only looks like one, in somebody's regular expression, stays; and what is filled in is a whole bundle."""
    cluster = {"@type": CLUSTER, "name": "db", "address": "${given:db}", "sni": "${given:db}"}
    route = {"@type": ROUTE_CONFIGURATION, "name": "web", "regex": "/x${given:db}"}
    template = write(Snapshot("p", {"clusters": {"db": cluster}, "routes": {"web": route}}))
    assert givens.used(template, ["db", "other", "x"]) == ("db",)
    filled = read(givens.filled(template, {"db": 'a"b.example'}), "p")
    assert filled.clusters["db"] == cluster | {"address": 'a"b.example', "sni": 'a"b.example'}
    assert filled.routes["web"] == route
    assert version(givens.filled(template, {"db": "a"})) != version(givens.filled(template, {"db": "b"}))
    assert givens.filled(template, {}) == template
