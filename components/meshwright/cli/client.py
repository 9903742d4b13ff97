"""The HTTP client of `meshwright send`. Needs the extra `local`."""

import asyncio
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import aiohttp
from yarl import URL

_TIMEOUT = aiohttp.ClientTimeout(total=60)
_NODES = ("x-meshwright-path", "x-meshwright-node")
"""Response headers that name the nodes that a request went through, or the one that answered it."""


@dataclass
class Answers:
    """What was answered. `outcomes`: number by status, or by error without an answer. `calls`: number by virtual node."""

    outcomes: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    failed: int = 0
    seconds: float = 0.0


async def send(url: str, headers: Sequence[str], count: int, at_once: int, done: Callable[[], None]) -> Answers:
    """Sends `count` GET requests, `at_once` at a time. `headers`: each written `name: value`. `done`: called after each."""
    answers, left = Answers(), iter(range(count))
    pairs = [(name.strip(), value.strip()) for name, _, value in (each.partition(":") for each in headers)]
    connector = aiohttp.TCPConnector(limit=at_once)
    session = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT, cookie_jar=aiohttp.DummyCookieJar())

    async def work() -> None:
        for _ in left:
            try:
                async with session.get(URL(url, encoded=True), headers=pairs, allow_redirects=False) as answer:
                    await answer.read()
                    answers.outcomes[str(answer.status)] += 1
                    answers.failed += answer.status >= 400
                    said = next((answer.headers[each] for each in _NODES if each in answer.headers), "")
                    answers.calls.update(each for each in said.split(",") if each)
            except aiohttp.ClientConnectorError as error:
                why = os.strerror(error.errno) if error.errno else str(error.os_error)
                answers.outcomes[f"no connection to {error.host}:{error.port}: {why}"] += 1
                answers.failed += 1
            except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is an OSError
                answers.outcomes[str(error) or type(error).__name__] += 1
                answers.failed += 1
            done()

    started = time.monotonic()
    async with session:
        await asyncio.gather(*(work() for _ in range(min(at_once, count))))
    answers.seconds = time.monotonic() - started
    return answers
