"""The HTTP client of `meshwright send`. Needs the extra `local`."""

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

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
    stopped: str = ""
    """What ended it before all were answered. Empty: nothing did."""

    @property
    def answered(self) -> int:
        """How many requests came to an end, with an answer or without."""
        return self.outcomes.total()


async def send(
    url: str, headers: Sequence[str], count: int, at_once: int, within: float, done: Callable[[], None]
) -> Answers:
    """Sends `count` GET requests, `at_once` at a time, for at most `within` seconds. `headers`: each written `name: value`.
    `done`: called after each. What was answered before Ctrl-C or the time limit is kept."""
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
        workers = asyncio.gather(*(work() for _ in range(min(at_once, count))))
        answers.stopped = await _ended(workers, within)
    answers.seconds = time.monotonic() - started
    return answers


async def _ended(workers: asyncio.Future[list[None]], within: float) -> str:
    """Waits for the workers; says what came before their end, and then ends them."""
    interrupted, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, interrupted.set)
    interruption = asyncio.create_task(interrupted.wait())
    try:
        ending: set[asyncio.Future[Any]] = {workers, interruption}
        await asyncio.wait(ending, timeout=within, return_when=asyncio.FIRST_COMPLETED)
    finally:
        loop.remove_signal_handler(signal.SIGINT)
        interruption.cancel()
    if workers.done():
        workers.result()  # raises what a worker raised
        return ""
    workers.cancel()
    with suppress(asyncio.CancelledError):
        await workers
    return "Ctrl-C" if interrupted.is_set() else f"the time limit of {within:g} s"
