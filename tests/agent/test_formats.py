"""Bundles and agents of different versions meet: what is in force stays, and the reason is reported.

A library's upgrade reaches running tasks before their agents are replaced, and so does its rollback.
"""

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.cases.golden import goldens
from tests.waiting import until

from meshwright.delivery import agent
from meshwright.delivery.bundle import read, version, write
from meshwright.envoy.kinds import KINDS, Kind
from meshwright.envoy.snapshot import Snapshot

from . import conftest as make

RELEASED = Path(__file__).parent / "released" / "agent-0.1.sh"
TABLES = ("share\t", "uses\t", "answers\t")


def with_end(body: str, end: str) -> str:
    return f"{body}end\t{end}\t{hashlib.sha256(body.encode()).hexdigest()}\n"


def first_format(text: str) -> str:
    """A bundle as version 0.1 wrote it: resources only, and the bare number of lines."""
    lines = [line for line in text.splitlines(keepends=True)[:-1] if not line.startswith(TABLES)]
    return with_end("".join(lines), str(len(lines)))


def in_format(text: str, number: int) -> str:
    lines = text.splitlines(keepends=True)[:-1]
    return with_end("".join(lines), f"format {number}, {len(lines)} lines")


def digest(text: str) -> str:
    """The version of a bundle of any format."""
    return text.splitlines()[-1].split("\t")[2][:12]


def test_the_released_agent_keeps_what_is_in_force(bench: Any) -> None:
    bench.script = RELEASED
    good = first_format(bench.bundle({"v1": 100}))
    bench.put(good)
    assert bench.agent("seed").returncode == 0
    bench.envoy.start()
    bench.run()
    bench.expect("in-force", in_force=digest(good))
    newer = bench.bundle({"v2": 100})
    bench.put(newer)
    reason = bench.expect("unreadable", in_force=digest(good), wanted=digest(good))
    assert "its end line says format 2" in reason
    assert {bench.answer() for _ in range(20)} == {"v1"}
    assert bench.agent("health").returncode == 0
    until("it is reported", lambda: '"unreadable"' in bench.log.read_text())
    assert bench.log.read_text().count('"unreadable"') == 1, "it is reported once"
    bench.kill()
    bench.run()  # the container of the agent restarts
    bench.expect("unreadable", in_force=digest(good))
    after_rollback = first_format(bench.bundle({"v3": 100}))
    bench.put(after_rollback)
    bench.expect("in-force", in_force=digest(after_rollback))
    assert bench.answer() == "v3"


def test_a_new_agent_takes_over_the_state_of_the_released_one(bench: Any) -> None:
    new_script, bench.script = bench.script, RELEASED
    good = first_format(bench.bundle({"v1": 100}))
    bench.put(good)
    assert bench.agent("seed").returncode == 0
    bench.envoy.start()
    bench.run()
    bench.expect("in-force", in_force=digest(good))
    bench.kill()
    bench.script = new_script
    bench.run()
    bench.expect("in-force", in_force=digest(good))
    assert bench.answer() == "v1"
    changed = bench.bundle({"v2": 100})
    bench.put(changed)
    bench.expect("in-force", in_force=version(changed))
    assert bench.answer() == "v2"


def test_a_task_starts_with_a_bundle_of_the_released_version(bench: Any) -> None:
    """During an upgrade, ECS starts tasks with the new agent while AppConfig still has the bundle of version 0.1."""
    bench.settings["MESHWRIGHT_SEED"] = "5"
    bench.start(first_format(bench.bundle({"v1": 100})))
    assert bench.answer() == "v1"
    assert bench.agent("health").returncode == 0
    changed = bench.bundle({"v2": 100})
    bench.put(changed)
    bench.expect("in-force", in_force=version(changed))
    assert bench.answer() == "v2"


def test_a_bundle_of_the_released_version_comes_into_force_in_the_same_steps(bench: Any) -> None:
    """After a rollback by AppConfig: what gains traffic is waited for, although the bundle has no tables."""
    bench.start(bench.bundle({"v1": 100}))
    dead = make.cluster("dead", make.free_port())
    bench.put(first_format(bench.bundle({"v1": 50, "dead": 50}, clusters=[dead])))
    assert "dead" in bench.expect("blocked")
    assert {bench.answer() for _ in range(20)} == {"v1"}
    for name in ("v2", "v3"):
        text = first_format(bench.bundle({name: 100}))
        bench.put(text)
        bench.expect("in-force", in_force=version(text))
        assert bench.answer() == name


def test_a_newer_format_changes_nothing(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    other = bench.bundle({"v2": 100})
    bench.put(in_format(other, 3))
    reason = bench.expect("unreadable", in_force=version(good), wanted=version(good))
    assert "it has format 3, and this agent reads formats 1 2" in reason
    assert bench.answer() == "v1"
    assert bench.agent("health").returncode == 0
    bench.put(other)
    bench.expect("in-force", in_force=version(other))


SECRET = Kind("secret", "secrets", "type.googleapis.com/example.Secret", "secrets/{name}.json", "clusters")


def with_secret(text: str) -> str:
    line = json.dumps({"@type": SECRET.type_url, "name": "roots"}, separators=(",", ":"))
    lines = [f"secret\troots\t{line}\n", *text.splitlines(keepends=True)[:-1]]
    return with_end("".join(lines), f"format 2, {len(lines)} lines")


def test_a_line_of_an_unknown_kind_changes_nothing(bench: Any) -> None:
    good = bench.bundle({"v1": 100})
    bench.start(good)
    bench.put(with_secret(bench.bundle({"v2": 100})))
    reason = bench.expect("unreadable", in_force=version(good))
    assert 'it has a line of "secret", which this agent does not know' in reason
    assert bench.answer() == "v1"


def test_a_new_kind_is_a_row_of_the_table(bench: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KINDS, SECRET.field, SECRET)
    agent.script.cache_clear()
    try:
        bench.script.write_text(agent.script())
    finally:
        agent.script.cache_clear()
    good = bench.bundle({"v1": 100})
    bench.start(good)
    changed = with_secret(bench.bundle({"v2": 100}))
    bench.put(changed)
    bench.expect("in-force", in_force=digest(changed))
    assert bench.answer() == "v2"
    written = json.loads((bench.state / "xds/current/secrets/roots.json").read_text())
    assert written["resources"] == [{"@type": SECRET.type_url, "name": "roots"}]
    assert written["version_info"] == digest(changed)
    bench.put(good)
    bench.expect("in-force", in_force=version(good))
    assert not (bench.state / "xds/current/secrets/roots.json").exists()


def rows(text: str, word: str) -> dict[str, str]:
    """A table: names and values. `uses` has one line for all routes of a listener, or one for each."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        if line.startswith(f"{word}\t"):
            _, name, value = line.split("\t")
            found[name] = " ".join(sorted({*found.get(name, "").split(), *value.split()}))
    return found


def test_tables_that_the_agent_finds_are_those_that_the_compiler_writes() -> None:
    """Two independent readers of every golden configuration: `delivery.tables`, and the program for format 1."""
    seen: set[str] = set()
    for snapshot in goldens():
        text = write(snapshot)
        command = ["awk", "-F", "\t", agent.program("tables")]
        found = subprocess.run(command, input=first_format(text), capture_output=True, text=True, check=True).stdout
        for word in ("share", "uses", "answers"):
            ours, theirs = rows(text, word), rows(found, word)
            assert ours.keys() == theirs.keys(), (snapshot.proxy, word)
            seen |= {word} if ours else set()
            if word == "share":
                assert all(abs(float(ours[name]) - float(theirs[name])) < 1e-5 for name in ours), snapshot.proxy
            else:
                assert ours == theirs, (snapshot.proxy, word)
    assert seen == {"share", "uses", "answers"}


def test_the_bundle_of_the_released_version_is_read() -> None:
    """Also by the library: a local mesh that is started again after an upgrade has bundles of the version before."""
    snapshot = Snapshot("p", {"clusters": {"v1": make.cluster("v1", 1)}})
    old = first_format(write(snapshot))
    assert read(old, "p").clusters == snapshot.clusters
    assert version(old) == digest(old)


def test_a_bundle_says_its_format() -> None:
    cluster = make.cluster("v1", 1)
    text = write(Snapshot("p", {"clusters": {"v1": cluster}}))
    assert text.splitlines()[-1].startswith("end\tformat 2, 2 lines\t")
