"""One client's message ends no request but its own, although callers share connections between Envoys."""

import socket
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Literal

import pytest
from tests.waiting import until

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service

from .shop import Numbered, listener, wait_healthy
from .validate import free_ports
from .world import HOST, World, ask, world

RUN = Process(["app"])
OTHERS = 16
PROTOCOLS: tuple[Literal["http2", "grpc"], ...] = ("http2", "grpc")

HOSTILE = {
    "websocket": "GET / HTTP/1.1\r\nhost: {host}\r\nconnection: Upgrade\r\nupgrade: websocket\r\n"
    "sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n",
    "other upgrade": "GET / HTTP/1.1\r\nhost: {host}\r\nconnection: Upgrade\r\nupgrade: foo/2\r\n\r\n",
    "Java's upgrade": "GET / HTTP/1.1\r\nhost: {host}\r\nconnection: Upgrade\r\nupgrade: TLS/1.2\r\n\r\n",
    "no host": "GET / HTTP/1.1\r\nhost: \r\n\r\n",
    "odd host": "GET / HTTP/1.1\r\nhost: a b\r\n\r\n",
    "HTTP/1.0": "GET / HTTP/1.0\r\n\r\n",
    "two lengths": "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc",
    "length and chunks": "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-length: 3\r\n"
    "transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
    "half a body": "POST / HTTP/1.1\r\nhost: {host}\r\ncontent-length: 1000\r\n\r\nabc",
    "odd chunk": "POST / HTTP/1.1\r\nhost: {host}\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    "te": "GET / HTTP/1.1\r\nhost: {host}\r\nte: deflate\r\nconnection: te\r\n\r\n",
    "big headers": "GET / HTTP/1.1\r\nhost: {host}\r\nx-big: " + "a" * 58_000 + "\r\n\r\n",
    "too big headers": "GET / HTTP/1.1\r\nhost: {host}\r\nx-big: " + "a" * 70_000 + "\r\n\r\n",
    "too many headers": "GET / HTTP/1.1\r\nhost: {host}\r\n" + "x-a: 1\r\n" * 120 + "\r\n",
    "CONNECT": "CONNECT {host}:80 HTTP/1.1\r\nhost: {host}:80\r\n\r\n",
    "odd path": "GET /%00/../\\ HTTP/1.1\r\nhost: {host}\r\n\r\n",
    "expectation": "POST / HTTP/1.1\r\nhost: {host}\r\nexpect: 100-continue\r\ncontent-length: 10\r\n\r\n",
}
"""What one client sends, and then hangs up."""


@pytest.fixture(scope="module", params=PROTOCOLS)
def mesh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """`web` and a gateway call `api`, whose application takes two seconds for every request."""
    public, slow = free_ports(2)
    api = Service("api", RUN, port=8080, protocol=request.param, retry="off", timeout="20s")
    web = Service("web", RUN, port=8080, calls=[api])
    gateway = Gateway("public", routes=[GatewayRoute("all", to=api)], port=public)
    delay = {
        "name": "fault",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.fault.v3.HTTPFault",
            "delay": {"fixed_delay": "2s", "percentage": {"numerator": 100}},
        },
    }
    router = {
        "name": "router",
        "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"},
    }
    application = listener("slow", slow, {"direct_response": {"status": 200}}, http_filters=[delay, router])
    described = Environment("test", Mesh("shop", services=[web, api], gateways=[gateway]))
    apps = {"web-v1": Numbered(slow), "api-v1": Numbered(slow)}
    more = {"listeners": {"slow": application}}
    folder = tmp_path_factory.mktemp(request.param)
    with world(described, folder, apps, callers=["web-v1"], more=more) as found:
        found.inbound["public", 0] = found.inbound["public", public]
        wait_healthy(found)
        yield found


@pytest.mark.parametrize("position", ["outbound", "gateway"])
@pytest.mark.parametrize("what", HOSTILE)
def test_nobody_else_loses_a_request(mesh: World, position: str, what: str) -> None:
    port = mesh.outbound["web-v1"] if position == "outbound" else mesh.inbound["public", 0]
    before = _started(mesh)
    with ThreadPoolExecutor(OTHERS) as pool:
        others = [pool.submit(lambda: ask(port, host="api").status) for _ in range(OTHERS)]
        until("they are on their way", lambda: _started(mesh) >= before + OTHERS)
        for _ in range(4):
            with socket.create_connection((HOST, port), 5) as client:
                client.sendall(HOSTILE[what].replace("{host}", "api").encode())
                client.settimeout(0.1)
                _read(client)
        assert Counter(each.result() for each in others) == {200: OTHERS}


def _started(mesh: World) -> int:
    stats = mesh.envoy.stats("http.slow.downstream_rq_total$")
    return sum(int(each) for each in stats.values())


def _read(client: socket.socket) -> bytes:
    try:
        return client.recv(1000)
    except OSError:
        return b""
