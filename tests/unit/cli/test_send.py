"""`meshwright send`, to a test double in the place of a mesh."""

import asyncio
import itertools
import json
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
from aiohttp import web
from click.testing import Result
from tests.unit.cli.command import cells, run


@pytest.fixture
def double() -> Iterator["Double"]:
    with Double() as started:
        yield started


class Double:
    """A test double of a mesh: a server that names nodes in its responses, one path after the other."""

    def __init__(self) -> None:
        self.paths: Iterator[str] = iter(())
        self.status = 200
        self.hung: Callable[[], object] | None = None
        """From the sixth request on, this is called once, and nobody gets an answer."""
        self.seen: list[web.BaseRequest] = []
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Double":
        self._thread.start()
        self._runner, port = asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(30)
        self.url = f"http://127.0.0.1:{port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(30)
        self._loop.close()

    def answers(self, *nodes: str) -> None:
        self.paths = itertools.cycle(nodes)

    async def _start(self) -> tuple[web.ServerRunner, int]:
        runner = web.ServerRunner(web.Server(self._answer))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner, runner.addresses[0][1]

    async def _answer(self, request: web.BaseRequest) -> web.Response:
        self.seen.append(request)
        if self.hung and len(self.seen) > 5:
            if len(self.seen) == 6:
                self.hung()
            await self._end.wait()
        name = next(self.paths, None)
        return web.Response(status=self.status, headers={"x-meshwright-path": name} if name else {})


V1, V2 = "web-v1,checkout-v1,inventory-v1", "web-v1,checkout-v2,inventory-v1"


def send(double: Double, *arguments: str) -> Result:
    return run("send", "prod", "--url", double.url, "--path", "/shop/?a=b%2F", *arguments)


def test_send_as_declared(double: Double) -> None:
    double.answers(*[V1] * 9, V2)
    result = send(double, "-n", "200", "-H", "x-debug: 1")
    assert result.exit_code == 0, result.output
    assert "0 failed" in result.stdout
    assert cells(result.stdout, "checkout", "checkout-v1")[2:] == ["90 %", "180", "180", "1.000", "as declared"]
    assert cells(result.stdout, "checkout-v2")[1:] == ["10 %", "20", "20"]
    assert cells(result.stdout, "inventory")[-1] == "as declared"
    assert len(double.seen) == 200
    assert double.seen[0].raw_path == "/shop/?a=b%2F"
    assert double.seen[0].headers["x-debug"] == "1"


def test_send_not_as_declared(double: Double) -> None:
    double.answers(V1, V2)
    result = send(double, "--json")
    assert result.exit_code == 1
    found = {each["virtual_service"]: each for each in json.loads(result.stdout)["splits"]}
    assert found["checkout"]["observed"] == {"checkout-v1": 100, "checkout-v2": 100}
    assert found["checkout"]["verdict"] == "not as declared"
    assert found["checkout"]["p_value"] < 0.001
    assert found["web"]["verdict"] == "as declared"
    assert cells(send(double).stdout, "checkout")[-2:] == ["< 0.001", "not as declared"]
    assert send(double, "--set", "canary=50").exit_code == 0


def test_send_where_no_weight_leads(double: Double) -> None:
    double.answers(*[V2] * 199, V1)
    assert send(double, "-H", "cookie: beta=yes").exit_code == 1
    double.answers(V2)
    assert send(double, "-H", "cookie: beta=yes").exit_code == 0


def test_send_too_few_to_say(double: Double) -> None:
    double.answers(V1)
    result = send(double, "-n", "49")
    assert result.exit_code == 0
    assert "too few to say: it takes 50" in result.stdout
    assert send(double, "-n", "200").exit_code == 1


def test_send_to_who_does_not_say_its_name(double: Double) -> None:
    result = send(double, "-n", "20")
    assert result.exit_code == 0
    assert cells(result.stdout, "web")[-1] == "not seen"


def test_send_and_fail(double: Double) -> None:
    double.answers(*[V1] * 9, V2)
    double.status = 503
    result = send(double, "-n", "20")
    assert result.exit_code == 1
    assert "20 failed" in result.stdout
    assert "20 × 503" in result.stdout


def test_what_was_answered_before_the_time_limit_is_shown(double: Double) -> None:
    double.answers(V1)
    double.hung = lambda: None
    result = send(double, "-n", "20", "-c", "1", "--within", "1")
    assert result.exit_code == 1
    assert "5 requests to" in result.stdout
    assert cells(result.stdout, "web")[4] == "5"
    assert "Stopped by the time limit of 1 s: 15 of 20 requests had no answer yet." in result.stderr


def test_what_was_answered_before_an_interruption_is_shown(double: Double) -> None:
    double.answers(V1)
    double.hung = lambda: os.kill(os.getpid(), signal.SIGINT)
    result = send(double, "-n", "20", "-c", "1", "--json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert (found["answered"], found["stopped"], found["outcomes"]) == (5, "Ctrl-C", {"200": 5})


def test_send_to_nobody() -> None:
    with socket.socket() as held:  # bound, so nobody else's, and not listening
        held.bind(("127.0.0.1", 0))
        where = f"127.0.0.1:{held.getsockname()[1]}"
        result = run("send", "prod", "--url", f"http://{where}", "-n", "3", "--path", "/shop/")
    assert result.exit_code == 1
    assert f"3 × no connection to {where}: " in result.stdout


def test_send_needs_to_know_where() -> None:
    result = run("send", "prod")
    assert result.exit_code == 2
    assert "--url" in result.stderr
