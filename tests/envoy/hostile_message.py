"""What a hostile client does on one connection, and how it does it."""

import asyncio
import socket
import struct
from dataclasses import dataclass
from typing import Literal

HOST = "127.0.0.1"
SLOW = 0.05
"""Seconds between the parts of a message."""

PATIENCE = 0.3
"""Seconds in which the client waits for answers before it leaves."""

Ending = Literal["close", "half-close", "reset"]


@dataclass(frozen=True)
class Message:
    """Bytes, sent in parts, and how the client leaves: after a while, by saying that it sends no more, or with a reset."""

    parts: tuple[bytes, ...]
    ending: Ending = "close"

    async def send(self, port: int) -> bytes:
        """Sends it on a connection of its own, and leaves. The first answers, for the one who looks on."""
        try:
            reader, writer = await asyncio.open_connection(HOST, port)
        except OSError:
            return b""
        try:
            return await self._talk(reader, writer)
        except OSError:
            return b""
        finally:
            writer.transport.abort() if self.ending == "reset" else writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
        for part in self.parts:
            writer.write(part)
            if len(self.parts) > 1:
                await asyncio.sleep(SLOW)
        if self.ending == "reset":
            # Zero seconds to linger: the kernel sends RST instead of FIN.
            found: socket.socket = writer.get_extra_info("socket")
            found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            await asyncio.sleep(SLOW)
            return b""
        if self.ending == "half-close":
            writer.write_eof()
        try:
            return await asyncio.wait_for(reader.read(1000), PATIENCE)
        except TimeoutError:
            return b""


def message(*parts: bytes, ending: Ending = "close") -> Message:
    """A message of these parts."""
    return Message(parts, ending)
