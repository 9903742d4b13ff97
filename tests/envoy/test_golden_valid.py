"""Real Envoy takes every golden configuration: as static resources, and from files while it runs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.cases.golden import goldens

from meshwright.envoy.snapshot import Snapshot

from .validate import loaded, refused


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[dict[str, str], str]]:
    """The stats and the log of Envoys that have loaded all goldens, each a part of them."""
    found = []
    for part in parts(goldens()):
        with loaded(part, tmp_path_factory.mktemp("loaded")) as envoy:
            found.append((envoy.stats(), envoy.log.read_text()))
    return found


def parts(snapshots: list[Snapshot]) -> Iterator[list[Snapshot]]:
    """So few at once that one Envoy does not take all inotify instances of the machine: it needs one for each route
    configuration, of which Linux gives a user 128."""
    part: list[Snapshot] = []
    for each in snapshots:
        if sum(len(one.routes) for one in [*part, each]) > 30:
            yield part
            part = []
        part.append(each)
    yield part


def test_validation_takes_every_golden(tmp_path: Path) -> None:
    assert refused(goldens(), tmp_path) == []


def test_validation_looks_into_what_it_is_shown(tmp_path: Path) -> None:
    """It names the one snapshot among others that has a misspelt field, and the one with a broken expression."""
    good, other, third = goldens()[:3]
    route = {"match": {"safe_regex": {"regex": "("}}, "route": {"cluster": next(iter(good.clusters))}}
    broken = {"name": "web", "domains": ["broken"], "routes": [route]}
    name, config = next(iter(other.routes.items()))
    cluster, known = next(iter(third.clusters.items()))
    wrong = [
        Snapshot(
            "regex",
            other.by_kind
            | {"routes": {**other.routes, name: config | {"virtual_hosts": [*config["virtual_hosts"], broken]}}},
        ),
        Snapshot("misspelt", third.by_kind | {"clusters": {**third.clusters, cluster: known | {"typo": 1}}}),
    ]
    said = refused([good, *wrong], tmp_path)
    assert [each.partition(":")[0] for each in said] == ["regex", "misspelt"]


def test_a_running_envoy_refuses_and_misreads_nothing(seen: list[tuple[dict[str, str], str]]) -> None:
    bad = r"dynamic_unknown_fields|update_(rejected|failure|empty)$|listener_create_failure$|deprecated_feature_use$"
    counted = [(name, value) for stats, _ in seen for name, value in stats.items() if re.search(bad, name)]
    assert [(name, value) for name, value in counted if value != "0"] == []
    routes = {name for name, _ in counted if ".rds." in name and name.endswith("update_rejected")}
    assert len(routes) == sum(len(each.routes) for each in goldens())
    assert {"server.dynamic_unknown_fields", "runtime.deprecated_feature_use"} <= {name for name, _ in counted}


def test_a_running_envoy_has_nothing_to_warn_of(seen: list[tuple[dict[str, str], str]]) -> None:
    assert "".join(log for _, log in seen) == ""


def test_a_misspelt_field_would_be_seen(tmp_path: Path) -> None:
    first = goldens()[0]
    wrong = {name: each | {"typo": 1} for name, each in first.clusters.items()}
    with loaded([Snapshot("misspelt", first.by_kind | {"clusters": wrong})], tmp_path) as envoy:
        assert envoy.stats("cds.update_rejected") == {"cluster_manager.cds.update_rejected": "1"}
        assert "typo" in envoy.log.read_text()
