"""Ports of this machine."""

import random
import socket
from contextlib import suppress

from tests.ports import own_ports


def free_ports(listeners: list[str]) -> tuple[dict[str, int], int, int]:
    """Below the ports that the system gives to connections, which would take one of so many before Envoy has it."""
    held: list[socket.socket] = []
    for port in random.sample(own_ports(), len(own_ports())):
        probe = socket.socket()
        with suppress(OSError):
            probe.bind(("127.0.0.1", port))
            held.append(probe)
        if len(held) == len(listeners) + 2:
            break
    numbers = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return dict(zip(listeners, numbers, strict=False)), numbers[-2], numbers[-1]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
