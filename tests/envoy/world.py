"""A described mesh in one real Envoy, all proxies in it, with small applications behind them."""

import asyncio
import http.client
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.waiting import entries

from meshwright import Environment
from meshwright.envoy.compiler import Compiler
from meshwright.envoy.site import Address, Balancer, Endpoints, Site, Static
from meshwright.plan import resolve

from .validate import Files, Running, free_ports, merged, running

HOST = "127.0.0.1"


class Application:
    """Answers each HTTP/1.1 request with what it got, as JSON: `app`, `method`, `path`, `headers`.

    What it answers is asked for in headers: `x-status` a status, `x-delay` seconds to wait, `x-delay-first` the same for
    the first request of its kind, `x-answer` a header of the answer. `tcp`: it answers each line with its own name and the
    line instead. `fine`: the paths
    that it answers with 200 whatever its status. `connected`: how many connections it got. Runs in a thread of its own.
    """

    def __init__(self, name: str, *, status: int = 200, tcp: bool = False, fine: frozenset[str] = frozenset()) -> None:
        self.name, self.status, self.fine = name, status, fine
        self.seen: list[dict[str, object]] = []
        self.connected = 0
        self._known: set[str | None] = set()
        self._serve = self._lines if tcp else self._requests
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0
        self.start()

    def start(self) -> None:
        """Listens, on the same port as before."""
        self.port = self._call(self._start())

    def stop(self) -> None:
        """Closes its port and every connection."""
        self._call(self._stop())

    def _call(self, work: object) -> int:
        return int(asyncio.run_coroutine_threadsafe(work, self._loop).result(10) or 0)  # type: ignore[arg-type]

    async def _start(self) -> int:
        self._server = await asyncio.start_server(self._connected, HOST, self.port)
        return int(self._server.sockets[0].getsockname()[1])

    async def _stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.connected += 1
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _lines(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            writer.write(f"{self.name} ".encode() + line)

    async def _requests(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            first, *lines = head.decode().splitlines()
            method, path, _ = first.split(" ")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}
            request: dict[str, object] = {"app": self.name, "method": method, "path": path, "headers": headers}
            again = headers.get("x-request-id") in self._known
            self._known.add(headers.get("x-request-id"))
            self.seen.append(request)
            await asyncio.sleep(float(headers.get("x-delay", 0 if again else headers.get("x-delay-first", 0))))
            body = json.dumps(request).encode()
            status = headers.get("x-status", 200 if path in self.fine else self.status)
            more = f"{headers['x-answer']}\r\n" if "x-answer" in headers else ""
            writer.write(f"HTTP/1.1 {status} .\r\n{more}content-length: {len(body)}\r\n\r\n".encode() + body)


@dataclass(frozen=True)
class Answer:
    """A response. Its application says in the text which request it got."""

    status: int
    text: str
    sent: Mapping[str, str] = field(default_factory=dict)
    """The headers of the response, by their names in small letters."""

    @property
    def got(self) -> dict[str, Any]:
        """What the application says that it got."""
        return dict(json.loads(self.text))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the request, as the application got it."""
        return dict(self.got["headers"])


class Listens(Protocol):
    """An application of any kind."""

    @property
    def port(self) -> int:
        """Where it listens."""


@dataclass
class World:
    """Where everything is: `inbound[node, port]`, `outbound[node]`, `tcp[node, backend]`."""

    envoy: Running
    applications: Mapping[str, Any]
    inbound: dict[tuple[str, int], int] = field(default_factory=dict)
    outbound: dict[str, int] = field(default_factory=dict)
    tcp: dict[tuple[str, str], int] = field(default_factory=dict)
    waiting: Sequence[str] = ()

    def log(self) -> list[dict[str, object]]:
        """The access log so far. Envoy writes it a moment after the answer."""
        return entries((self.envoy.log.parent / "access.log").read_text())


def ask(port: int, path: str = "/", method: str = "GET", **headers: str) -> Answer:
    """One request to a port of this machine. Underscores in names of headers are hyphens."""
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return Answer(
            answer.status,
            answer.read().decode(),
            {name.lower(): value for name, value in answer.getheaders()},
        )
    finally:
        connection.close()


@contextmanager
def world(
    environment: Environment,
    folder: Path,
    applications: Mapping[str, Listens],
    *,
    callers: Sequence[str] = (),
    direct: Mapping[str, Sequence[int]] | None = None,
    more: Files | None = None,
    balancers: Mapping[str, Balancer] | None = None,
) -> Iterator[World]:
    """The mesh of a description, running.

    `applications` by node, each behind its node's proxy. `callers`: the nodes whose outbound listeners are needed.
    `direct`: nodes without a proxy here, by the ports of their applications. `more`: further resources. `balancers`: what
    stands before gateways, by name.
    """
    plan = resolve(environment)
    ports = iter(free_ports(50))
    found = World(Running(0, folder), applications)
    direct = direct or {}
    endpoints: dict[str, Endpoints] = {}
    sites: dict[str, Site] = {}
    for node in plan.virtual_nodes:
        if node.name in direct:
            there = tuple(Address(HOST, port) for port in direct[node.name])
            one_each = len(node.listeners) > 1
            endpoints[node.name] = Static(
                {each.port: there[at : at + 1] if one_each else there for at, each in enumerate(node.listeners)}
            )
            continue
        for each in node.listeners:
            found.inbound[node.name, each.port] = next(ports)
        endpoints[node.name] = Static(
            {each.port: (Address(HOST, found.inbound[node.name, each.port]),) for each in node.listeners}
        )
        if not node.has_proxy:
            continue
        if node.name in callers:
            found.outbound[node.name] = next(ports)
        tcp = {backend: next(ports) for backend in node.backends} if node.name in callers else {}
        found.tcp |= {(node.name, backend): port for backend, port in tcp.items()}
        sites[node.name] = Site(
            {each.port: Address(HOST, found.inbound[node.name, each.port]) for each in node.listeners},
            {each.port: Address(HOST, applications[node.name].port) for each in node.listeners},
            Address(HOST, found.outbound[node.name]) if node.name in callers else None,
            {backend: Address(HOST, port) for backend, port in tcp.items()},
            forward_proxy=True,
        )
    for gateway in plan.virtual_gateways:
        for listener in gateway.listeners:
            found.inbound[gateway.name, listener.port] = next(ports)
        sites[gateway.name] = Site(
            {each.port: Address(HOST, found.inbound[gateway.name, each.port]) for each in gateway.listeners},
            balancer=(balancers or {}).get(gateway.name),
        )
    compiler = Compiler(plan, endpoints)
    files = merged([compiler.snapshot(proxy, site) for proxy, site in sites.items()])
    for kind, resources in (more or {}).items():
        files[kind] |= resources
    with running(files, folder, "--file-flush-interval-msec", "20") as found.envoy:
        yield found
