"""Ports of 127.0.0.1 that are taken. The process that has a port is found in /proc."""

import socket
from collections.abc import Iterable, Iterator
from pathlib import Path

_LISTEN = "0A"
# Addresses in /proc/net/tcp and tcp6 that conflict with 127.0.0.1: itself, any, and both in IPv6.
_IN_THE_WAY = {
    "0100007F",
    "00000000",
    "0" * 32,
    "0000000000000000FFFF00000100007F",
    "0000000000000000FFFF000000000000",
}


def taken(ports: Iterable[int]) -> dict[int, str | None]:
    """The ports that cannot be bound on 127.0.0.1, with the processes that have them (None: not visible)."""
    return {port: holder(port) for port in ports if not _free(port)}


def holder(port: int) -> str | None:
    """Who has a port of 127.0.0.1 or of all addresses: "pid 1234 (python3)", "an outgoing connection of pid 1234 (curl)".

    None if nobody has it, if it belongs to another user, or without /proc.
    """
    if listening := _named(_owners(set(_inodes(port, listening=True)))):
        return listening
    inodes = set(_inodes(port, listening=False))
    owners = _named(_owners(inodes))
    return ("an outgoing connection" + f" of {owners}" * bool(owners)) if inodes else None


def _named(pids: Iterable[int]) -> str:
    return ", ".join(f"pid {pid} ({_command(pid)})" for pid in sorted(pids))


def holders(port: int) -> set[int]:
    """The ids of the processes that listen on 127.0.0.1:port or on all addresses and are visible to this user."""
    return _owners(set(_inodes(port, listening=True)))


def _owners(inodes: set[str]) -> set[int]:
    links = {f"socket:[{inode}]" for inode in inodes}
    return {pid for pid, link in _sockets() if link in links} if links else set()


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # old connections in TIME_WAIT don't count
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _inodes(port: int, *, listening: bool) -> Iterator[str]:
    """The sockets that have a local port. Connections may have it at any address; closed ones (inode 0) do not."""
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        try:
            lines = table.read_text().splitlines()[1:]
        except OSError:
            continue
        for line in lines:
            _, local, _, state, *rest = line.split()
            address, number = local.split(":")
            if int(number, 16) != port or (state == _LISTEN) != listening:
                continue
            if (address in _IN_THE_WAY) if listening else rest[5] != "0":
                yield rest[5]


def _sockets() -> Iterator[tuple[int, str]]:
    for folder in Path("/proc").glob("[0-9]*/fd"):
        try:
            descriptors = list(folder.iterdir())
        except OSError:  # another user's, or gone
            continue
        for descriptor in descriptors:
            try:
                yield int(folder.parent.name), str(descriptor.readlink())
            except OSError:
                continue


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return "gone"
