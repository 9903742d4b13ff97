"""The agent against real Envoy: whatever comes from the source, nothing half is in force and the reason is told."""

import itertools
import json
import os
import re
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from meshwright.delivery.bundle import version

from . import conftest as make


def test_changed_weights_and_new_clusters_come_into_force(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100, "v2": 0}))
    assert bench.answer() == "v1"
    for what, weights, name in (("weights", {"v1": 0, "v2": 100}, "v2"), ("a new cluster", {"v3": 100}, "v3")):
        changed = bench.bundle(weights)
        bench.put(changed)
        began = time.monotonic()
        make.until(f"{name} answers", lambda name=name: bench.answer() == name)
        print(f"{what}: {time.monotonic() - began:.3f} s from written to in force")
        bench.expect("in-force", in_force=version(changed), wanted=version(changed), reason="")
    make.until("v1 and v2 are gone", lambda: "cluster.v1.membership_total" not in bench.envoy.stats())
    stats = bench.envoy.stats()
    assert stats["cluster_manager.cds.version_text"] == stats["listener_manager.lds.version_text"] == version(changed)
    assert bench.agent("health").returncode == 0


@pytest.mark.parametrize("cut", ["in a line", "after a line", "its last newline", "all"])
def test_a_truncated_bundle_is_refused(bench: Any, cut: str) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    text = bench.bundle({"v2": 100})
    short = {"in a line": text[: len(text) // 2], "after a line": text[: text.index("\n") + 1], "all": ""}
    bench.put(short.get(cut, text[:-1]))
    assert "cut short" in bench.expect("unreadable", in_force=version(good), wanted=version(good))
    assert bench.answer() == "v1"
    bench.put(text)
    bench.expect("in-force", in_force=version(text))


def test_a_changed_byte_and_a_lost_line_are_refused(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    text = bench.bundle({"v2": 100})
    bench.put(text.replace('"weight":100', '"weight":101'))
    assert "sha256" in bench.expect("unreadable", in_force=version(good))
    lines = text.splitlines(keepends=True)
    bench.put("".join(lines[1:]))
    bench.expect("unreadable", in_force=version(good))
    bench.put(good)
    bench.expect("in-force", in_force=version(good), reason="")


def bad(bench: Any, what: str) -> tuple[str, str]:
    """A bundle that Envoy refuses in part, and what the reason must name."""
    weights = {"v2": 100}
    good = make.cluster("fine", bench.upstreams["v3"])
    match what:
        case "a bad cluster":
            subsets = {"lb_subset_config": {"subset_selectors": [{"keys": ["a"]}]}, "lb_policy": "CLUSTER_PROVIDED"}
            return bench.bundle(weights, clusters=[good, make.cluster("wrong", 1, **subsets)]), "cluster wrong"
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
    said = [json.loads(line) for line in bench.log.read_text().splitlines() if line.startswith("{")]
    assert {"state": "rejected", "reason": reason}.items() <= said[-1].items(), "a line of JSON, for metric filters"
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
    arguments = make.arguments
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
    make.until("v1 answers again", lambda: bench.answer() == "v1")


def test_a_source_that_is_gone_or_unreadable_changes_nothing(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    bench.source.unlink()
    assert str(bench.source) in bench.expect("unreadable", in_force=version(good))
    bench.source.mkdir()
    bench.expect("unreadable", in_force=version(good))
    bench.kill()
    bench.run()  # a new agent holds on to the last good one
    bench.expect("unreadable", in_force=version(good))
    assert bench.answer() == "v1"
    bench.source.rmdir()
    changed = bench.bundle({"v2": 100})
    bench.put(changed)
    bench.expect("in-force", in_force=version(changed))


def test_seed_takes_the_last_good_else_waits_for_the_source_else_fails(bench: Any) -> None:
    bench.settings["MESHWRIGHT_SEED"] = "1"
    failed = bench.agent("seed")
    assert failed.returncode != 0
    assert str(bench.source) in failed.stderr
    assert not (bench.state / "xds" / "current").exists()
    bench.settings["MESHWRIGHT_SEED"] = "30"
    good = bench.bundle({"v1": 100})
    timer = threading.Timer(0.5, bench.put, [good])
    timer.start()
    assert bench.agent("seed").returncode == 0
    bench.envoy.start()
    bench.run()
    bench.expect("in-force", in_force=version(good))
    bench.kill()
    bench.envoy.kill()
    bench.source.unlink()
    (bench.state / "xds" / "current").unlink()
    assert bench.agent("seed").returncode == 0
    bench.envoy.start()
    make.until("Envoy is ready", bench.envoy.ready)
    assert bench.answer() == "v1"


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


def test_envoy_starts_after_the_agent_and_dies_and_comes_back(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.put(good)
    bench.run()  # makes the first set itself
    bench.expect("waiting-for-envoy", in_force="")
    assert bench.agent("health").returncode == 1
    bench.envoy.start()
    bench.expect("in-force", in_force=version(good))
    for name in ("v2", "v3"):
        bench.envoy.kill()
        changed = bench.bundle({name: 100})
        bench.put(changed)
        bench.expect("waiting-for-envoy", wanted=version(changed))
        bench.envoy.start()
        bench.expect("in-force", in_force=version(changed))
        assert bench.answer() == name


def test_health_says_why(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100}))
    assert bench.agent("health").returncode == 0
    (bench.state / "last-good").unlink()
    (bench.state / "wanted").unlink()
    result = bench.agent("health")
    assert result.returncode == 1
    assert "Envoy has" in result.stdout
    bench.envoy.kill()
    assert "does not answer" in bench.agent("health").stdout


def test_drain_fails_the_health_check_on_sigterm(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100}))
    bench.settings["MESHWRIGHT_DRAIN"] = "0"
    process = subprocess.Popen([*bench.shell, str(make.AGENT), "drain"], env=bench.environment())
    make.until("the trap is set", lambda: "4" in signals_caught(process.pid))
    assert bench.envoy.ready()
    process.terminate()
    assert process.wait(10) == 0
    assert make.get(bench.envoy.admin_port, "/ready")[0] == 503
    assert bench.agent("drain", "now").returncode == 0


def signals_caught(pid: int) -> str:
    """The hexadecimal digit of SIGTERM (bit 14) in the set of signals that a process catches."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    mask = int(next(line for line in lines if line.startswith("SigCgt")).split()[1], 16)
    return "4" if mask & 1 << 14 else ""


def test_the_newest_of_many_quick_changes_ends_in_force(bench: Any) -> None:
    bench.start(bench.bundle({"v1": 100}))
    for round_ in range(20):
        text = bench.bundle({("v1", "v2", "v3")[round_ % 3]: 100, "v1": 0, "v2": round_ + 1})
        bench.put(text)
        time.sleep(0.05)  # the pace of the writer; nothing is awaited
    bench.expect("in-force", in_force=version(text))
    make.until("old sets are gone", lambda: len(bench.sets()) == 1)


def test_a_full_disk_keeps_what_is_in_force(bench: Any, tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root to mount a small file system")
    bench.state.mkdir(exist_ok=True)
    envoy_json = (bench.state / "envoy.json").read_text()
    mount = ["mount", "-t", "tmpfs", "-o", "size=512k", "tmpfs", str(bench.state)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("may not mount a file system here")
    try:
        (bench.state / "envoy.json").write_text(envoy_json)
        bench.envoy.log = tmp_path / "envoy.log"
        good = bench.bundle({"v1": 100})
        bench.start(good)
        ballast = bench.state / "ballast"
        with ballast.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
            file.writelines(itertools.repeat(bytes(4096)))
        changed = bench.bundle({"v2": 100})
        bench.put(changed)
        make.until("the log says so", lambda: "disk full" in bench.log.read_text())
        assert bench.answer() == "v1"
        # Room for the bundle, but not for its files.
        size = ballast.stat().st_size
        for free in range(1, 12):
            os.truncate(ballast, size - free * 4096)
            time.sleep(0.3)  # time for a try or two; each finds another step without room
            assert bench.answer() in {"v1", "v2"}
        ballast.unlink()
        bench.expect("in-force", in_force=version(changed))
        assert bench.answer() == "v2"
    finally:
        bench.kill()
        bench.envoy.kill()
        subprocess.run(["umount", str(bench.state)], check=True)


def test_killed_at_every_step_it_converges(bench: Any) -> None:
    """The agent is killed ever later into a change, until it gets through; each time a new one takes over."""
    names = ["v1", "v2"]
    good = bench.bundle({"v1": 100})
    bench.start(good)
    delay, finished, current = 0.0, 0, good
    while finished < 2 and delay < 6:
        name = names[1] if current == good else names[0]
        changed = bench.bundle({name: 100})
        bench.put(changed)
        time.sleep(delay)  # where in its work the agent is killed: every place is as good as another
        finished += bench.status()["in_force"] == version(changed) and len(bench.sets()) == 1
        bench.kill()
        for kind in ("clusters", "listeners", "routes/web"):  # never half a set
            text = (bench.state / "xds" / "current" / f"{kind}.json").read_text()
            assert text.endswith("]}\n")
        assert bench.answer() in names
        bench.run()
        bench.expect("in-force", in_force=version(changed))
        assert bench.answer() == name
        current, delay = changed, delay + 0.07
    assert finished


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


def test_http_source(bench: Any) -> None:
    served: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = served.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/bundle"
        bench.settings |= {"MESHWRIGHT_SOURCE": url, "MESHWRIGHT_POLL": "1"}
        good, changed = bench.bundle({"v1": 100}), bench.bundle({"v2": 100})
        served["/bundle"] = good.encode()
        bench.start(good)
        served.clear()
        assert url in bench.expect("unreadable", in_force=version(good))
        served["/bundle"] = changed.encode()
        bench.expect("in-force", in_force=version(changed))
        server.shutdown()


def test_another_command_may_fetch(bench: Any, tmp_path: Path) -> None:
    script = tmp_path / "fetch"
    script.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nexec {make.shutil.which("curl")} -gfsS -X "$1" "$2"\n')
    script.chmod(0o755)
    bench.settings["MESHWRIGHT_FETCH"] = str(script)
    bench.start(bench.bundle({"v1": 100}))
    assert "GET http://127.0.0.1" in (tmp_path / "asked").read_text()
