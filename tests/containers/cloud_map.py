"""A double of Cloud Map and Route 53 as resolvers see them.

At most 8 addresses an answer, chosen at random, of healthy tasks only; changes are seen after a delay; names without
records are answered as absent, and remembered as absent for a while, as a resolver does.
"""

import random
import socket
import struct
import time
from dataclasses import dataclass, field
from threading import Lock, Thread

from .daemon import Daemon

MOST = 8
"""Addresses an answer (Cloud Map's manual, MULTIVALUE)."""


@dataclass
class _Name:
    """The addresses of a name, as changes that are seen from a moment on."""

    changes: list[tuple[float, str, bool]] = field(default_factory=list)

    def addresses(self, now: float) -> list[str]:
        there: dict[str, None] = {}
        for seen, address, added in self.changes:
            if seen > now:
                continue
            if added:
                there[address] = None
            else:
                there.pop(address, None)
        return list(there)


class CloudMap:
    """The resolver. `delay`: seconds until a change is seen. `negative`: seconds that an absent name stays absent."""

    def __init__(self, daemon: Daemon, *, delay: float = 0, negative: float = 5) -> None:
        self.delay = delay
        self.negative = negative
        self.fixed: dict[str, str] = {}
        self._names: dict[str, _Name] = {}
        self._absent: dict[str, float] = {}
        self._lock = Lock()
        self._socket = daemon.listening(socket.SOCK_DGRAM, 53)
        Thread(target=self._serve, daemon=True).start()

    def register(self, name: str, address: str) -> None:
        """A task is healthy."""
        self._change(name, address, True)

    def deregister(self, name: str, address: str) -> None:
        """A task stops."""
        self._change(name, address, False)

    def _change(self, name: str, address: str, added: bool) -> None:
        with self._lock:
            self._names.setdefault(name, _Name()).changes.append((time.monotonic() + self.delay, address, added))

    def close(self) -> None:
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                query, client = self._socket.recvfrom(4096)
                self._socket.sendto(self._reply(query), client)
            except OSError:
                return

    def answer(self, name: str) -> list[str]:
        """The addresses that a query gets now."""
        now = time.monotonic()
        with self._lock:
            if fixed := self.fixed.get(name) or self.fixed.get("*." + name.partition(".")[2]):
                return [fixed]
            if self._absent.get(name, 0) > now:
                return []
            found = self._names[name].addresses(now) if name in self._names else []
            if not found:
                self._absent[name] = now + self.negative
            return random.sample(found, min(len(found), MOST))

    def _reply(self, query: bytes) -> bytes:
        labels, at = [], 12
        while length := query[at]:
            labels.append(query[at + 1 : at + 1 + length].decode().lower())
            at += 1 + length
        question, kind = query[12 : at + 5], struct.unpack(">H", query[at + 1 : at + 3])[0]
        found = self.answer(".".join(labels))
        answers = [socket.inet_aton(each) for each in found] if kind == 1 else []
        head = query[:2] + struct.pack(">HHHHH", 0x8180 if found else 0x8183, 1, len(answers), 0, 0)
        return head + question + b"".join(struct.pack(">HHHIH", 0xC00C, 1, 1, 1, 4) + each for each in answers)
