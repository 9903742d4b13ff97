"""Where bundles come from: sources that are gone, cut short, slow or another command's, and the first start."""

import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tests.waiting import until

from meshwright.delivery.bundle import version


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
    until("Envoy is ready", bench.envoy.ready)
    assert bench.answer() == "v1"


def test_http_source(bench: Any, request: pytest.FixtureRequest) -> None:
    """GNU's wget says nothing when it is told to be quiet; busybox's, which tasks have, says why it failed."""
    tells = "busybox" in request.node.name
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
        said = bench.expect("unreadable", in_force=version(good))
        assert url in said
        assert "404" in said or not tells, "the source runs, and has nothing for this task"
        served["/bundle"] = changed.encode()
        bench.expect("in-force", in_force=version(changed))
        server.shutdown()
    wanted = "refused" if tells else url
    until("the source does not run", lambda: wanted in bench.expect("unreadable", in_force=version(changed)))


def test_another_command_may_fetch(bench: Any, tmp_path: Path) -> None:
    script = tmp_path / "fetch"
    script.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nexec {shutil.which("curl")} -gfsS -X "$1" "$2"\n')
    script.chmod(0o755)
    bench.settings["MESHWRIGHT_FETCH"] = str(script)
    bench.start(bench.bundle({"v1": 100}))
    assert "GET http://127.0.0.1" in (tmp_path / "asked").read_text()
