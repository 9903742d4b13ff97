"""A sample service that names itself and calls its backends: `python -m meshwright.samples.echo`.

Environment variables:

PORT                  the port it listens on; required
HOST                  the address it listens on; 127.0.0.1 if absent
MESHWRIGHT_PROTOCOL   http; or tcp, which answers each line with "<node> <instance>: <line>"; http if absent
MESHWRIGHT_SERVICE    its name; echo if absent
MESHWRIGHT_VERSION    v1 if absent
MESHWRIGHT_NODE       <service>-<version> if absent
MESHWRIGHT_INSTANCE   0 if absent
MESHWRIGHT_BACKENDS   the URLs it calls, separated by spaces; none if absent
HTTP_PROXY, NO_PROXY  the proxy it calls them through; none if absent

It calls all backends in parallel, then answers in JSON: with 502 if a call failed or its status was 400 or
above. `?calls=no` calls no backend, `?status=503` answers with that status and calls no backend,
`?delay=200ms` waits first. /health answers 200 at once. On SIGTERM it accepts no more connections and
finishes the requests in flight.
"""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from aiohttp import web
from multidict import CIMultiDict, CIMultiDictProxy

# Headers that a service must forward, so that traces are complete and its backends can be routed to by header or cookie.
_FORWARDED = {"b3", "baggage", "cookie", "traceparent", "tracestate"}
_OWN = ("x-envoy-", "x-forwarded-", "x-meshwright-")
_DELAY = re.compile(r"(\d+(?:\.\d+)?)(ms|s)")
_IN_FLIGHT_SECONDS = 8.0  # after SIGTERM; less than the usual ten seconds before SIGKILL


@dataclass(frozen=True)
class Settings:
    """The configuration of the service, read from environment variables."""

    port: int
    address: str
    protocol: str
    service: str
    version: str
    node: str
    instance: str
    backends: tuple[tuple[str, str | None], ...]  # URLs, each with the proxy that it is called through

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> Self:
        """The settings in these variables. Raises ValueError with a message for the user."""
        port = environment.get("PORT", "")
        if not port.isdecimal() or not 0 < int(port) < 65536:
            raise ValueError(f"PORT must be a port number, 1 to 65535, not {port!r}.")
        protocol = environment.get("MESHWRIGHT_PROTOCOL", "http")
        if protocol not in ("http", "tcp"):
            raise ValueError(f"MESHWRIGHT_PROTOCOL must be http or tcp: the sample can't speak {protocol}.")
        service = environment.get("MESHWRIGHT_SERVICE", "echo")
        version = environment.get("MESHWRIGHT_VERSION", "v1")
        return cls(
            port=int(port),
            address=environment.get("HOST", "127.0.0.1"),
            protocol=protocol,
            service=service,
            version=version,
            node=environment.get("MESHWRIGHT_NODE", f"{service}-{version}"),
            instance=environment.get("MESHWRIGHT_INSTANCE", "0"),
            backends=tuple((url, _proxy(url)) for url in environment.get("MESHWRIGHT_BACKENDS", "").split()),
        )


def _proxy(url: str) -> str | None:
    """The proxy of a URL, looked up once: aiohttp's `trust_env` reads the environment and ~/.netrc for each request."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


class Echo:
    """The HTTP service: `handle` answers one request."""

    def __init__(self, settings: Settings, client: aiohttp.ClientSession) -> None:
        self._settings = settings
        self._client = client

    async def handle(self, request: web.BaseRequest) -> web.Response:
        if request.path == "/health":
            return web.Response(text="ok\n")
        try:
            delay, status = _seconds(request.query.get("delay", "0s")), _status(request.query.get("status"))
        except ValueError as error:
            return self._answer(request, 400, [], str(error))
        if delay:
            await asyncio.sleep(delay)
        if status or request.query.get("calls") == "no":
            return self._answer(request, status or 200, [])
        headers = forwarded(request.headers)
        calls = [self._call(url, proxy, headers) for url, proxy in self._settings.backends]
        answers = await asyncio.gather(*calls) if calls else []
        failed = [answer["url"] for answer in answers if answer["status"] >= 400]
        if failed:
            return self._answer(request, 502, answers, f"failed: {', '.join(failed)}")
        return self._answer(request, 200, answers)

    async def _call(self, url: str, proxy: str | None, headers: CIMultiDict[str]) -> dict[str, Any]:
        try:
            async with self._client.get(url, proxy=proxy, headers=headers, allow_redirects=False) as response:
                text = await response.text()
                if "x-meshwright-node" in response.headers:
                    answer = json.loads(text)
                else:  # not a sample service: Envoy itself, or an external service
                    answer = {"error": text[:200]} if response.status >= 400 else {}
                return {"url": url, "status": response.status, **answer}
        except (aiohttp.ClientError, OSError, ValueError) as error:  # a TimeoutError is an OSError
            return {"url": url, "status": 502, "error": f"{type(error).__name__}: {error}"}

    def _answer(
        self, request: web.BaseRequest, status: int, calls: list[dict[str, Any]], error: str | None = None
    ) -> web.Response:
        own = self._settings
        body = {
            "service": own.service,
            "version": own.version,
            "node": own.node,
            "instance": own.instance,
            "path": request.path_qs,
            "host": request.host,
            "calls": calls,
        }
        if error:
            body["error"] = error
        headers = {"x-meshwright-node": own.node, "x-meshwright-path": ",".join(_nodes(body))}
        return web.Response(
            status=status, text=json.dumps(body) + "\n", headers=headers, content_type="application/json"
        )


def forwarded(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    """The headers of a request to forward: tracing, cookies, and x- headers but for Envoy's and Meshwright's own."""
    return CIMultiDict(
        (name, value)
        for name, value in headers.items()
        if (low := name.lower()) in _FORWARDED or (low.startswith("x-") and not low.startswith(_OWN))
    )


def _nodes(answer: Mapping[str, Any]) -> list[str]:
    """The nodes that answered, in the order of the backends, each before those that it called."""
    own = [answer["node"]] if "node" in answer else []
    return own + [node for call in answer.get("calls", ()) for node in _nodes(call)]


def _seconds(text: str) -> float:
    if not (match := _DELAY.fullmatch(text)):
        raise ValueError(f"delay must be a time like 200ms or 1.5s, not {text!r}")
    return float(match[1]) / (1000 if match[2] == "ms" else 1)


def _status(text: str | None) -> int | None:
    if text is not None and not re.fullmatch(r"[2-5]\d\d", text):
        raise ValueError(f"status must be between 200 and 599, not {text!r}")
    return None if text is None else int(text)


async def _serve_http(settings: Settings, stop: asyncio.Event) -> None:
    connector = aiohttp.TCPConnector(limit=0)  # the mesh limits connections, not its callers
    async with aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar()) as client:
        server = web.Server(Echo(settings, client).handle, access_log=None)
        runner = web.ServerRunner(server, shutdown_timeout=_IN_FLIGHT_SECONDS)
        await runner.setup()
        await web.TCPSite(runner, settings.address, settings.port, backlog=1024).start()
        await stop.wait()
        await runner.cleanup()


async def _serve_tcp(settings: Settings, stop: asyncio.Event) -> None:
    prefix = f"{settings.node} {settings.instance}: ".encode()
    writers: set[asyncio.StreamWriter] = set()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers.add(writer)
        try:
            while line := await reader.readline():
                writer.write(prefix + line.rstrip(b"\r\n") + b"\n")
                await writer.drain()
        except (ConnectionError, ValueError):  # the caller left, or its line is too long
            pass
        finally:
            writers.discard(writer)
            writer.close()

    server = await asyncio.start_server(answer, settings.address, settings.port)
    await stop.wait()
    server.close()
    for writer in list(writers):
        writer.close()  # after sending what is buffered


async def _main(settings: Settings) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await (_serve_tcp if settings.protocol == "tcp" else _serve_http)(settings, stop)


if __name__ == "__main__":
    try:
        asyncio.run(_main(Settings.read(os.environ)))
    except (ValueError, OSError) as error:
        sys.exit(f"echo: {error}")
