"""What Envoy refuses, and what would lose requests, is put back and named."""

import re
import time
from pathlib import Path
from typing import Any

import pytest
from tests.waiting import entries, until

from meshwright.delivery.bundle import version
from meshwright.envoy.bootstrap import arguments

from . import conftest as make


def bad(bench: Any, what: str) -> tuple[str, str]:
    """A bundle that Envoy refuses in part, and what the reason must name."""
    weights = {"v2": 100}
    good = make.cluster("fine", bench.upstreams["v3"])
    match what:
        case "a bad cluster":
            subsets = {"subset_selectors": [{"keys": ["a"]}]}
            wrong = make.cluster("wrong", 1, lb_subset_config=subsets, lb_policy="CLUSTER_PROVIDED")
            return bench.bundle(weights, clusters=[good, wrong]), "cluster wrong"
        case "an impossible cluster":
            return bench.bundle(weights, clusters=[make.cluster("wrong", 1, connect_timeout="-1s")]), "wrong"
        case "a misspelt cluster":
            return bench.bundle(weights, clusters=[make.cluster("wrong", 1, conect_timeout="1s")]), "wrong"
        case "a misspelt listener":
            other = make.listener("other", make.free_port(), adress={})
            return bench.bundle(weights, listeners=[other]), "listener other"
        case "a misspelt route":
            return bench.bundle(weights, route=make.route("web", weights, prefixx="/")), "route web"
        case "a broken expression":
            return bench.bundle(weights, route=make.route("web", weights, safe_regex={"regex": "("})), "route web"
        case "a taken port":
            taken = make.listener("other", bench.envoy.admin_port)
            return bench.bundle(weights, listeners=[taken]), "listener other"
        case _:
            return bench.bundle(weights, listeners=[make.listener("other", make.free_port(), "nowhere")]), "other"


def said_by(bench: Any) -> list[dict[str, Any]]:
    """The lines of JSON in the agent's log so far."""
    return entries(bench.log.read_text())


@pytest.mark.parametrize("log", ["without log", "with log"])
@pytest.mark.parametrize(
    "what",
    [
        "a bad cluster",
        "an impossible cluster",
        "a misspelt cluster",
        "a misspelt listener",
        "a misspelt route",
        "a broken expression",
        "a taken port",
        "a missing route",
    ],
)
def test_what_envoy_refuses_is_put_back_and_named(bench: Any, what: str, log: str) -> None:
    if log == "with log":
        bench.settings["MESHWRIGHT_ENVOY_LOG"] = str(bench.envoy.log)
    good = bench.bundle({"v1": 100})
    bench.start(good)
    text, name = bad(bench, what)
    bench.put(text)
    reason = bench.expect("rejected", in_force=version(good), wanted=version(text))
    print(f"{what}, {log}: {reason}")
    told = {"state": "rejected", "reason": reason}.items()
    until("a line of JSON, for metric filters", lambda: any(told <= each.items() for each in said_by(bench)))
    said = said_by(bench)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", each["time"]) for each in said)
    assert name in reason
    assert bench.answer() == "v1"
    stats = bench.envoy.stats()
    assert stats["cluster_manager.cds.version_text"] == stats["listener_manager.lds.version_text"] == version(good)
    assert "cluster.v2.membership_total" not in stats
    assert bench.agent("health").returncode == 0
    before = stats["cluster_manager.cds.update_attempt"]
    fixed = bench.bundle({"v3": 100})
    bench.put(fixed)
    bench.expect("in-force", in_force=version(fixed))
    # Union, routes, clusters: the refused bundle was not tried again in between.
    attempts = int(bench.envoy.stats()["cluster_manager.cds.update_attempt"]) - int(before)
    assert attempts <= 3
    assert bench.answer() == "v3"


def test_a_misspelt_field_is_put_back_where_envoy_takes_it(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.envoy.arguments = [one for one in arguments(drain_time=1) if one != "--reject-unknown-dynamic-fields"]
    bench.start(good)
    bench.put(bad(bench, "a misspelt route")[0])
    assert "does not know, in" in bench.expect("rejected", in_force=version(good))
    assert bench.answer() == "v1"


def unresolvable(name: str) -> dict[str, Any]:
    """A cluster whose DNS server is a closed port of this machine: nobody on a network is asked."""
    resolver = {
        "name": "envoy.network.dns_resolver.cares",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.network.dns_resolver.cares.v3.CaresDnsResolverConfig",
            "resolvers": [make.endpoint(make.free_port())["endpoint"]["address"]],
            "dns_resolver_options": {"use_tcp_for_dns_lookups": True, "no_default_search_domain": True},
            "query_timeout_seconds": "1",
            "query_tries": 1,
        },
    }
    return make.cluster(
        name,
        80,
        host="nobody.invalid",
        type="STRICT_DNS",
        dns_lookup_family="V4_ONLY",
        typed_dns_resolver_config=resolver,
    )


def test_a_name_that_does_not_resolve_blocks_and_is_named(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    text = bench.bundle({"v1": 50, "lost": 50}, clusters=[unresolvable("lost")])
    bench.put(text)
    reason = bench.expect("blocked", in_force=version(good), wanted=version(text))
    assert "lost" in reason
    assert "v1" not in reason
    assert {bench.answer() for _ in range(20)} == {"v1"}
    assert bench.agent("health").returncode == 0
    other = bench.bundle({"v2": 100})  # a newer bundle does not have to wait
    bench.put(other)
    bench.expect("in-force", in_force=version(other))
    assert bench.answer() == "v2"


def test_a_blocked_change_comes_into_force_with_its_member(bench: Any, tmp_path: Path) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    port = make.free_port()
    text = bench.bundle({"late": 100}, clusters=[make.cluster("late", port)])
    bench.put(text)
    assert "late" in bench.expect("blocked", in_force=version(good))
    late = make.Envoy(tmp_path / "late", listeners=[make.answering("late", port)]).start()
    try:
        bench.expect("in-force", in_force=version(text))
        assert bench.answer() == "late"
    finally:
        late.kill()


def test_weight_zero_waits_for_nobody_and_gaining_weight_does(bench: Any) -> None:
    dead = make.cluster("dead", make.free_port())
    bench.start(bench.bundle({"v1": 100}))
    for weights in ({"v1": 100, "dead": 0}, {"v2": 100, "dead": 0}):
        text = bench.bundle(weights, clusters=[dead])
        bench.put(text)
        bench.expect("in-force", in_force=version(text))
    gains = bench.bundle({"v2": 90, "dead": 10}, clusters=[dead])
    bench.put(gains)
    assert "dead" in bench.expect("blocked", in_force=version(text))
    assert {bench.answer() for _ in range(20)} == {"v2"}


def test_a_cluster_that_was_down_before_does_not_hold_up_others(bench: Any) -> None:
    dead, empty = make.cluster("dead", make.free_port()), make.cluster("empty")
    weights = {"v1": 50, "dead": 50, "empty": 1}
    bench.start(bench.bundle(weights, clusters=[dead, empty]))  # the first set waits for nobody
    for change in ({"v2": 50, "dead": 50, "empty": 1}, {"v2": 50, "dead": 1, "empty": 50}):
        text = bench.bundle(change, clusters=[dead, empty])
        bench.put(text)
        bench.expect("in-force", in_force=version(text))


def test_a_cluster_that_a_change_kills_is_put_back(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    bench.put(bench.bundle({"v1": 100}, clusters=[make.cluster("v1", make.free_port())]))
    assert "v1" in bench.expect("rejected", in_force=version(good))
    until("v1 answers again", lambda: bench.answer() == "v1")


def test_a_bad_first_bundle_does_not_hold_up_its_successor(bench: Any) -> None:
    wrong, _ = bad(bench, "a bad cluster")
    bench.put(wrong)
    assert bench.agent("seed").returncode == 0
    bench.envoy.start()
    bench.run()
    assert "wrong" in bench.expect("rejected", in_force="")
    assert bench.agent("health").returncode == 1
    good = bench.bundle({"v1": 100})
    bench.put(good)
    bench.expect("in-force", in_force=version(good))


def test_killed_during_a_refused_union_the_next_bundle_is_not_blamed(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    for step in range(8):
        wrong, _ = bad(bench, "a bad cluster")
        bench.put(wrong)
        time.sleep(0.05 * step)  # where in its work the agent is killed
        bench.kill()
        fixed = bench.bundle({("v2", "v3")[step % 2]: 100})
        bench.put(fixed)
        bench.run()
        bench.expect("in-force", in_force=version(fixed))
