"""The sample service as a real process, called over real sockets."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy
from tests.ports import some_port
from tests.waiting import DEADLINE

from meshwright.samples.echo import Settings, forwarded

Start = Callable[..., tuple[subprocess.Popen[str], str]]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a sample with these variables; gives its process and its address."""
    processes: list[subprocess.Popen[str]] = []

    def run(**variables: str) -> tuple[subprocess.Popen[str], str]:
        port = some_port()
        environment = {"PATH": os.environ["PATH"], "PORT": str(port), **variables}
        process = subprocess.Popen(
            [sys.executable, "-m", "meshwright.samples.echo"],
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        processes.append(process)
        deadline = time.monotonic() + DEADLINE
        while process.poll() is None:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert time.monotonic() < deadline
            time.sleep(0.02)
        return process, f"127.0.0.1:{port}"

    yield run
    for process in processes:
        process.kill()
        process.communicate()


def get(url: str, **options: Any) -> tuple[int, dict[str, Any], CIMultiDictProxy[str]]:
    async def call() -> tuple[int, dict[str, Any], CIMultiDictProxy[str]]:
        async with aiohttp.ClientSession() as client, client.get(url, **options) as response:
            return response.status, json.loads(await response.text()), response.headers

    return asyncio.run(call())


def test_it_says_who_it_is_and_calls_its_backends(start: Start) -> None:
    _, inventory = start(MESHWRIGHT_SERVICE="inventory", MESHWRIGHT_VERSION="v3")
    _, checkout = start(MESHWRIGHT_SERVICE="checkout", MESHWRIGHT_BACKENDS=f"http://{inventory}/stock?x=1")
    _, web_ = start(
        MESHWRIGHT_SERVICE="web",
        MESHWRIGHT_INSTANCE="2",
        MESHWRIGHT_BACKENDS=f"http://{checkout}/ http://{inventory}/",
    )
    status, body, headers = get(f"http://{web_}/cart?a=b", headers={"host": "shop.example"})
    assert status == 200
    assert headers["x-meshwright-node"] == "web-v1"
    assert headers["x-meshwright-path"] == "web-v1,checkout-v1,inventory-v3,inventory-v3"
    calls = body.pop("calls")
    assert body == {
        "service": "web",
        "version": "v1",
        "node": "web-v1",
        "instance": "2",
        "path": "/cart?a=b",
        "host": "shop.example",
    }
    assert [call["url"] for call in calls] == [f"http://{checkout}/", f"http://{inventory}/"]
    assert calls[0]["calls"][0]["path"] == "/stock?x=1"
    assert calls[0]["calls"][0]["version"] == "v3"
    assert {call["status"] for call in calls} == {200}
    assert get(f"http://{web_}/?calls=no")[1]["calls"] == []


def test_a_failed_backend_gives_502_and_is_named(start: Start) -> None:
    _, broken = start(MESHWRIGHT_SERVICE="broken")
    closed = "http://127.0.0.1:1/"
    backends = [f"http://{broken}/?status=503", f"http://{broken}/", closed]
    _, web_ = start(MESHWRIGHT_SERVICE="web", MESHWRIGHT_BACKENDS=" ".join(backends))
    status, body, headers = get(f"http://{web_}/")
    assert status == 502
    assert body["error"] == f"failed: {backends[0]}, {closed}"
    assert [call["status"] for call in body["calls"]] == [503, 200, 502]
    assert "Cannot connect" in body["calls"][2]["error"]
    assert headers["x-meshwright-path"] == "web-v1,broken-v1,broken-v1"


def test_what_a_request_may_ask_for(start: Start) -> None:
    _, echo = start()
    assert get(f"http://{echo}/?status=404")[0] == 404
    began = time.monotonic()
    assert get(f"http://{echo}/?delay=300ms")[0] == 200
    assert time.monotonic() - began >= 0.3
    for wrong in ("status=700", "status=x", "delay=5", "delay=-1s"):
        status, body, _ = get(f"http://{echo}/?{wrong}")
        assert (status, body["error"].split()[0]) == (400, wrong.split("=")[0])


def test_health_answers_whatever_the_backends_do(start: Start) -> None:
    _, echo = start(MESHWRIGHT_BACKENDS="http://127.0.0.1:1/")

    async def call() -> tuple[int, str]:
        async with aiohttp.ClientSession() as client, client.get(f"http://{echo}/health") as response:
            return response.status, await response.text()

    assert asyncio.run(call()) == (200, "ok\n")


def test_calls_go_through_the_proxy_on_connections_that_stay(start: Start) -> None:
    """The proxy is a bare server here: it shows what reaches it, and over how many connections."""
    seen: list[tuple[str, str, str | None]] = []
    connections: Counter[Any] = Counter()

    async def answer(request: web.BaseRequest) -> web.Response:
        assert request.transport is not None
        connections[request.transport.get_extra_info("peername")] += 1
        seen.append((request.raw_path, request.headers["host"], request.headers.get("x-debug")))
        return web.Response(text='{"status": "UP", "node": 1, "calls": 2}')

    async def run() -> list[dict[str, Any]]:
        runner = web.ServerRunner(web.Server(answer))
        await runner.setup()
        await (site := web.TCPSite(runner, "127.0.0.1", 0)).start()
        assert site._server is not None
        port = site._server.sockets[0].getsockname()[1]  # type: ignore[attr-defined]
        variables = {"HTTP_PROXY": f"http://127.0.0.1:{port}", "NO_PROXY": "127.0.0.1,localhost"}
        _, echo = await asyncio.to_thread(start, MESHWRIGHT_BACKENDS="http://checkout/", **variables)
        bodies = []
        async with aiohttp.ClientSession() as client:
            for _ in range(20):
                async with client.get(f"http://{echo}/", headers={"X-Debug": "v2"}) as response:
                    bodies.append(await response.json())
        await runner.cleanup()
        return bodies

    bodies = asyncio.run(run())
    assert seen == [("http://checkout/", "checkout", "v2")] * 20
    assert list(connections.values()) == [20]
    assert bodies[0]["calls"] == [{"url": "http://checkout/", "status": 200}]  # a stranger's JSON is not taken over


def test_only_headers_for_tracing_and_routing_are_forwarded() -> None:
    kept = [
        ("x-request-id", "1"),
        ("Traceparent", "2"),
        ("tracestate", "3"),
        ("X-Amzn-Trace-Id", "4"),
        ("baggage", "5"),
        ("Cookie", "beta=yes"),
        ("x-debug", "v2"),
        ("x-debug", "twice"),
        ("x-b3-traceid", "6"),
    ]
    left_out = [
        ("host", "a"),
        ("authorization", "secret"),
        ("content-length", "3"),
        ("accept", "*/*"),
        ("X-Envoy-Attempt-Count", "1"),
        ("x-forwarded-for", "1.2.3.4"),
        ("x-meshwright-node", "web-v1"),
    ]
    headers = CIMultiDictProxy(CIMultiDict([*left_out, *kept]))
    assert list(forwarded(headers).items()) == kept


def test_ten_thousand_requests_over_fifty_connections_do_not_fail(start: Start) -> None:
    _, echo = start()

    async def run() -> Counter[int]:
        statuses: Counter[int] = Counter()
        connector = aiohttp.TCPConnector(limit=50)
        async with aiohttp.ClientSession(connector=connector) as client:

            async def worker() -> None:
                for _ in range(200):
                    async with client.get(f"http://{echo}/") as response:
                        await response.read()
                        statuses[response.status] += 1

            await asyncio.gather(*(worker() for _ in range(50)))
        return statuses

    assert asyncio.run(run()) == {200: 10_000}


def test_on_sigterm_it_finishes_requests_in_flight(start: Start) -> None:
    process, echo = start()
    address, port = echo.split(":")
    connections = [socket.create_connection((address, int(port)), timeout=20) for _ in range(20)]
    idle, *busy = connections
    for connection in busy:
        connection.sendall(b"GET /?delay=1s HTTP/1.1\r\nHost: a\r\n\r\n")
    idle.sendall(b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n")
    assert idle.recv(4096).startswith(b"HTTP/1.1 200 ")  # sent last: the others have been read, too
    process.send_signal(signal.SIGTERM)
    assert idle.recv(4096) == b""
    for connection in busy:
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert connection.recv(4096) == b""
        connection.close()
    idle.close()
    assert process.wait(DEADLINE) == 0


def test_lines_over_tcp(start: Start) -> None:
    process, echo = start(MESHWRIGHT_PROTOCOL="tcp", MESHWRIGHT_SERVICE="redis", MESHWRIGHT_INSTANCE="1")
    address, port = echo.split(":")
    with socket.create_connection((address, int(port)), timeout=10) as connection:
        connection.sendall(b"one\r\ntwo\n\n")
        lines = connection.makefile("rb")
        assert [lines.readline() for _ in range(3)] == [
            b"redis-v1 1: one\n",
            b"redis-v1 1: two\n",
            b"redis-v1 1: \n",
        ]
        process.terminate()
        assert lines.readline() == b""
    assert process.wait(DEADLINE) == 0


@pytest.mark.parametrize(
    ("variables", "text"),
    [
        ({"MESHWRIGHT_PROTOCOL": "grpc"}, "echo: MESHWRIGHT_PROTOCOL must be http or tcp"),
        ({"MESHWRIGHT_PROTOCOL": "http2"}, "the sample can't speak http2"),
        ({"PORT": "x"}, "echo: PORT must be a port number, 1 to 65535, not 'x'"),
    ],
)
def test_what_it_cannot_do_is_refused(start: Start, variables: dict[str, str], text: str) -> None:
    process, _ = start(**variables)
    _, error = process.communicate(timeout=20)
    assert process.returncode == 1
    assert text in error
    assert "Traceback" not in error


def test_the_node_is_named_after_service_and_version_unless_given() -> None:
    assert Settings.read({"PORT": "1"}).node == "echo-v1"
    assert Settings.read({"PORT": "1", "MESHWRIGHT_NODE": "n", "MESHWRIGHT_VERSION": "v2"}).node == "n"
