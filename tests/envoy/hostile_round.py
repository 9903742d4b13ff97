"""A round: many clients ask, one client sends hostile messages, and it is counted what the many lose."""

import asyncio
import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from .hostile_message import HOST, Message

LOOPS = 6
"""Clients at each port that ask one request after the other."""

AT_ONCE = 40
"""Hostile connections at one time."""

DEADLINE = 30
"""Seconds in which every request of the others is answered. They take half a second each."""

_NUMBERS = itertools.count()


@dataclass
class Round:
    """What the others got: how many requests were answered, and what the answers to the lost ones began with."""

    answered: int = 0
    lost: list[bytes] = field(default_factory=list)

    async def ask(self, port: int) -> None:
        """One request of the others. The application answers with the number that it was asked with."""
        own = b"own-%d-" % next(_NUMBERS)
        found = b"no answer"
        try:
            found = await asyncio.wait_for(_asked(port, own), DEADLINE)
        except (OSError, TimeoutError) as error:
            found = repr(error).encode()
        if found.startswith(b"HTTP/1.1 200") and own in found and found.count(b"own-") == 1:
            self.answered += 1
        else:
            self.lost.append(found[:300])


async def _asked(port: int, own: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(
            b"POST /shop.Orders/Get HTTP/1.1\r\nhost: api\r\nconnection: close\r\nx-delay: 0.5\r\nx-own: "
            + own
            + b"\r\n"
            b"te: trailers\r\ncontent-type: application/grpc\r\ncontent-length: 5\r\n\r\n" + bytes(5)
        )
        return await reader.read(-1)
    finally:
        writer.close()


def sent(ports: Sequence[int], target: int, messages: Sequence[Message], started: Callable[[int], object]) -> Round:
    """Sends all messages to one port while others ask at all of them.

    `started` waits until so many requests of the others have reached the application.
    """
    return asyncio.run(_sent(ports, target, messages, started))


async def _sent(
    ports: Sequence[int], target: int, messages: Sequence[Message], started: Callable[[int], object]
) -> Round:
    found, done = Round(), asyncio.Event()

    async def other(port: int) -> None:
        while not done.is_set():
            await found.ask(port)
        await found.ask(port)

    async def hostile(message: Message) -> None:
        async with some:
            await message.send(target)

    some = asyncio.Semaphore(AT_ONCE)
    others = [asyncio.create_task(other(port)) for port in ports for _ in range(LOOPS)]
    await asyncio.to_thread(started, len(others))
    await asyncio.gather(*map(hostile, messages))
    done.set()
    await asyncio.gather(*others)
    return found


def culprits(messages: Mapping[str, Message], harms: Callable[[Sequence[Message]], bool]) -> list[str]:
    """The messages that do harm alone, found by halves. All of them where they do it together only."""
    if len(messages) == 1:
        return list(messages)
    names = list(messages)
    halves = [names[: len(names) // 2], names[len(names) // 2 :]]
    harming = [half for half in halves if harms([messages[name] for name in half])]
    return [name for half in harming for name in culprits({each: messages[each] for each in half}, harms)] or names
