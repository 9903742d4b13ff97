"""HTTP/1.1 as it is sent and received, so that nothing between a test and Envoy changes it."""

import asyncio

from meshwright.traffic import Request

Head = tuple[int, dict[str, str]]
PAIR = "x-pair-id"


def wire(request: Request, key: str) -> bytes:
    lines = [f"{request.method} {request.url} HTTP/1.1", f"{PAIR}: {key}"]
    if not any(name.lower() == "host" for name, _ in request.headers):
        lines.append(f"host: {request.authority}")
    lines += [f"{name}: {value}" for name, value in request.headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


async def read_head(reader: asyncio.StreamReader, method: str) -> Head:
    status, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape").split("\r\n")
    headers: dict[str, str] = {}
    for name, _, value in (line.partition(": ") for line in lines if line):
        headers[name.lower()] = f"{headers[name.lower()]},{value}" if name.lower() in headers else value
    if method != "HEAD":
        await reader.readexactly(int(headers.get("content-length", "0")))
    return int(status.split()[1]), headers
