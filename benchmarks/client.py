"""A client of one keep-alive connection that costs as little as can be, so that what it measures is not itself."""

import socket
import time
from types import TracebackType
from typing import Self


class Failed(Exception):
    """A request was not answered with 200."""


class Client:
    """GET / of one host, over and over, on one connection to a port of 127.0.0.1."""

    def __init__(self, port: int, host: str) -> None:
        self._request = f"GET / HTTP/1.1\r\nhost: {host}\r\n\r\n".encode()
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self) -> tuple[int, bytes]:
        """Nanoseconds from sending to the last byte, and the body. Raises Failed for any status but 200."""
        began = time.perf_counter_ns()
        self._socket.sendall(self._request)
        answer = self._socket.recv(65536)
        ended = time.perf_counter_ns()
        while not (body := _body(answer)):
            if not (more := self._socket.recv(65536)):
                raise Failed(f"the connection was closed after {answer!r}")
            answer += more
            ended = time.perf_counter_ns()
        if not answer.startswith(b"HTTP/1.1 200"):
            raise Failed(answer.decode(errors="replace"))
        return ended - began, body

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._socket.close()


def _body(answer: bytes) -> bytes:
    """The body, once it is whole; every answer here has one, and says how long it is."""
    head, _, body = answer.partition(b"\r\n\r\n")
    _, found, rest = head.partition(b"content-length: ")
    return body if found and len(body) == int(rest.partition(b"\r\n")[0]) else b""


def wait_until_answered(port: int, host: str, seconds: float = 20) -> None:
    """Returns when the port answers with 200. Raises TimeoutError with what it answered last."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            with Client(port, host) as client:
                client.ask()
                return
        except (OSError, Failed) as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"port {port} does not answer for {host}: {error}") from error
            time.sleep(0.05)
