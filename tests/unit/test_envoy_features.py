"""A feature of the configuration is one row of the table: each test adds one, and sees what it adds."""

from typing import Any

import pytest
from tests.cases.golden import goldens

from meshwright import Environment, Gateway, GatewayRoute, Local, Mesh, Process, Service, resolve, targets
from meshwright.envoy import features, filters
from meshwright.envoy.compiler import Compiler
from meshwright.envoy.feature import Feature
from meshwright.envoy.kinds import CLUSTER
from meshwright.envoy.merge import TwoWriters, merged
from meshwright.envoy.snapshot import Resource, Snapshot


def snapshot(proxy: str = "web-v1") -> Snapshot:
    checkout = Service("checkout", Process(["checkout"]), port=8080)
    web = Service("web", Process(["web"]), port=8080, calls=[checkout])
    public = Gateway("public", port=8000, routes=[GatewayRoute("all", to=web)])
    plan = resolve(Environment("local", Mesh("shop", services=[web, checkout], gateways=[public]), platform=Local()))
    network = targets.network(plan)
    return Compiler(plan, network.endpoints).snapshot(proxy, network.sites[proxy])


def added(monkeypatch: pytest.MonkeyPatch, feature: Feature) -> None:
    monkeypatch.setattr(features, "FEATURES", [*features.FEATURES, feature])
    monkeypatch.setattr(filters, "FEATURES", features.FEATURES)


def managers(found: Snapshot) -> list[dict[str, Any]]:
    chains = [chain for listener in found.listeners.values() for chain in listener["filter_chains"]]
    return [chain["filters"][0]["typed_config"] for chain in chains]


def routes(found: Snapshot) -> list[dict[str, Any]]:
    return [
        route
        for configuration in found.routes.values()
        for host in configuration["virtual_hosts"]
        for route in host["routes"]
    ]


LIMIT = {"name": "envoy.filters.http.local_ratelimit", "disabled": True}


def test_a_filter_takes_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    added(monkeypatch, Feature("invented", filters=lambda _: [LIMIT]))
    place = filters.FilterPlace("invented", "After the health check, which is never limited.")
    monkeypatch.setattr(filters, "ORDER", [filters.ORDER[0], place, *filters.ORDER[1:]])
    for manager in managers(snapshot()):
        names = [each["name"] for each in manager["http_filters"]]
        checks = names.count("envoy.filters.http.health_check")
        assert names.index("envoy.filters.http.local_ratelimit") == checks
        assert set(names[:checks]) <= {"envoy.filters.http.health_check"}


def test_a_filter_without_a_place_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    added(monkeypatch, Feature("invented", filters=lambda _: [LIMIT]))
    with pytest.raises(filters.UnorderedFilter, match=r"invented has HTTP filters, but no place"):
        snapshot()


def test_a_route_gets_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = {"typed_per_filter_config": {"fault": {"@type": "fault"}}}
    added(monkeypatch, Feature("fault", route=lambda part: rule if part.route == "main" else {}))
    found = [route["name"] for route in routes(snapshot()) if "typed_per_filter_config" in route]
    assert found == ["main"]
    assert [route["name"] for route in routes(snapshot("public")) if "typed_per_filter_config" in route] == ["all/main"]


def test_every_rule_of_a_golden_route_finds_its_filter() -> None:
    """Envoy ignores the rule of a filter that the listener does not have, without a word."""
    rules = 0
    for found in goldens():
        for manager in managers(found):
            there = {each["name"] for each in manager.get("http_filters", [])}
            routed = found.routes.get(manager.get("rds", {}).get("route_config_name"), {"virtual_hosts": []})
            for route in (route for host in routed["virtual_hosts"] for route in host["routes"]):
                assert set(route.get("typed_per_filter_config", {})) <= there, (found.proxy, route["name"])
                rules += len(route.get("typed_per_filter_config", {}))
    assert rules > 2


def test_every_part_can_be_added_to(monkeypatch: pytest.MonkeyPatch) -> None:
    own = {"name": "own", "@type": CLUSTER.type_url}
    added(
        monkeypatch,
        Feature(
            "all",
            connection_manager=lambda _: {"tracing": {}},
            listener=lambda _: {"per_connection_buffer_limit_bytes": 32768},
            virtual_host=lambda _: {"include_attempt_count_in_response": True},
            cluster=lambda _: {"transport_socket": {}},
            resources=lambda _: [(CLUSTER, own)],
        ),
    )
    for proxy in ("web-v1", "public"):
        found = snapshot(proxy)
        assert all("tracing" in each for each in managers(found))
        assert all(each["per_connection_buffer_limit_bytes"] == 32768 for each in found.listeners.values())
        hosts = [host for each in found.routes.values() for host in each["virtual_hosts"] if host["name"] != "*"]
        assert all(each["include_attempt_count_in_response"] for each in hosts)
        made = [each for name, each in found.clusters.items() if name not in ("own", "egress", "tunnel")]
        assert made
        assert all("transport_socket" in each for each in made)
        assert found.clusters["own"] == own


def test_two_features_may_write_into_one_message(monkeypatch: pytest.MonkeyPatch) -> None:
    locality: Resource = {"common_lb_config": {"zone_aware_lb_config": {}}}
    added(monkeypatch, Feature("zones", cluster=lambda part: locality if part.name.startswith("checkout") else {}))
    cluster = snapshot().clusters["checkout-v1_8080"]
    assert cluster["common_lb_config"].keys() == {
        "healthy_panic_threshold",
        "update_merge_window",
        "zone_aware_lb_config",
    }


def test_two_writers_of_one_field_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = {"common_lb_config": {"healthy_panic_threshold": {"value": 50}}}
    added(monkeypatch, Feature("panic", cluster=lambda part: panic if part.name.startswith("checkout") else {}))
    with pytest.raises(
        TwoWriters, match=r"common_lb_config.healthy_panic_threshold.value: written by health_check and by panic"
    ):
        snapshot()


def test_merging_changes_nothing_that_is_passed_in() -> None:
    first, second = {"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}}
    assert merged([("one", first), ("two", second)]) == {"a": {"b": {"c": 1, "d": 2}}}
    assert (first, second) == ({"a": {"b": {"c": 1}}}, {"a": {"b": {"d": 2}}})


def test_each_filter_of_the_order_has_a_feature_and_a_reason() -> None:
    having = {each.name for each in features.FEATURES if each.filters}
    assert [each.feature for each in filters.ORDER if each.feature not in having] == []
    assert all(each.reason.endswith(".") for each in filters.ORDER)
    assert filters.ORDER[-1].feature == "router"


def test_a_feature_is_named_as_its_file() -> None:
    for each in features.FEATURES:
        verbs = [getattr(each, name) for name in ("filters", "connection_manager", "listener", "virtual_host")]
        verbs += [each.route, each.cluster, each.resources]
        assert {verb.__module__ for verb in verbs if verb} == {f"meshwright.envoy.{each.name}"}
