"""A steady load: `python load.py URL CONNECTIONS` sends GET requests until its standard input closes, then sums up.

A process of its own, so that what the test does meanwhile does not slow it down. Prints one JSON object: how many were
sent, how many failed (no answer, or 400 and above), the first failures, answers by virtual node, and the longest wait.
"""

import asyncio
import json
import sys
import time
from collections import Counter

import aiohttp


async def main(url: str, connections: int) -> None:
    """Sends over so many connections at once, one request after the other on each."""
    stop = asyncio.Event()
    answers: Counter[str] = Counter()
    failures: list[str] = []
    failed = slowest = 0.0

    async def worker(session: aiohttp.ClientSession) -> None:
        nonlocal failed, slowest
        while not stop.is_set():
            began = time.monotonic()
            try:
                async with session.get(url) as answer:
                    body = await answer.text()
                    node, status = answer.headers.get("x-meshwright-node", "nobody"), answer.status
            except (aiohttp.ClientError, TimeoutError) as error:
                node, status, body = "nobody", 0, repr(error)
            slowest = max(slowest, time.monotonic() - began)
            answers[node] += 1
            if status == 0 or status >= 400:
                failed += 1
                failures.append(f"{status} {body[:200]}") if len(failures) < 10 else None

    connector = aiohttp.TCPConnector(limit=connections)
    async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=20)) as session:
        workers = [asyncio.create_task(worker(session)) for _ in range(connections)]
        await asyncio.to_thread(sys.stdin.read)
        stop.set()
        await asyncio.gather(*workers)
    result = {
        "sent": sum(answers.values()),
        "failed": failed,
        "failures": failures,
        "answers": answers,
        "slowest": slowest,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
