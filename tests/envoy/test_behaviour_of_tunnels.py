"""Tunnels through the forward proxy that applications on this machine have, asked of a real Envoy."""

import socket
from collections.abc import Iterator

import pytest
from tests.waiting import until

from meshwright import Environment, Host, Mesh, Process, Service

from .shop import wait_healthy
from .world import HOST, Application, World, world

RUN = Process(["app"])
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"
"""What a client of HTTP/2 sends first, and the empty settings."""


@pytest.fixture(scope="module")
def tunnels(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A mesh with egress "deny", and a host that speaks TLS: to the proxy it is bytes, so this one speaks lines."""
    outside, other = Application("outside", tcp=True), Application("other", tcp=True)
    vault = Service("vault", Host("localhost", tls=True), port=outside.port)
    keys = Service("keys", Host("LOCALHOST", tls=True), port=outside.port)
    web = Service("web", RUN, port=8080, calls=["api", vault, keys])
    mesh = Mesh("shop", services=[web, Service("api", RUN, port=8080), vault, keys])
    apps = {"web-v1": Application("web"), "api-v1": Application("api"), "outside": outside, "other": other}
    with world(Environment("test", mesh), tmp_path_factory.mktemp("tunnels"), apps, callers=["web-v1"]) as found:
        wait_healthy(found)
        yield found


def opened(proxy: int, target: str, sent: bytes, enough: bytes) -> bytes:
    """The answer to what is sent through a tunnel, or to asking for one."""
    with socket.create_connection((HOST, proxy), timeout=10) as connection:
        connection.sendall(f"CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n\r\n".encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += connection.recv(1000)
        if b" 200 " not in answer.partition(b"\r\n")[0]:
            return answer
        connection.sendall(sent)
        found = answer.partition(b"\r\n\r\n")[2]
        while enough not in found and (more := connection.recv(1000)):
            found += more
        return found


@pytest.mark.parametrize("target", ["api:80", "api:8080", "api.shop.mesh:443"])
def test_requests_in_a_tunnel_to_a_service_are_routed(tunnels: World, target: str) -> None:
    request = b"GET /there HTTP/1.1\r\nhost: api\r\n\r\n"
    answer = opened(tunnels.outbound["web-v1"], target, request, b'"/there"')
    assert answer.startswith(b"HTTP/1.1 200")
    assert b'"app": "api"' in answer
    until(
        "it is logged", lambda: any(each["path"] == "/there" and each["target"] == "api-v1" for each in tunnels.log())
    )


def test_clients_of_http2_and_grpc_have_tunnels(tunnels: World) -> None:
    answer = opened(tunnels.outbound["web-v1"], "api:8080", PREFACE, b"\4")
    assert answer[3:4] == b"\4", "the server's settings"


def test_a_tunnel_ends_at_a_host_that_speaks_tls(tunnels: World) -> None:
    port = tunnels.applications["outside"].port
    for target in (f"localhost:{port}", "vault:443", "keys:443", "localhost:443"):
        assert opened(tunnels.outbound["web-v1"], target, b"hello\n", b"\n") == b"outside hello\n", target


def test_there_is_no_tunnel_elsewhere(tunnels: World) -> None:
    port = tunnels.applications["other"].port
    for target in (f"127.0.0.1:{port}", f"other.example:{port}", "web:8080"):
        assert opened(tunnels.outbound["web-v1"], target, b"", b"").startswith(b"HTTP/1.1 403 "), target


def test_a_host_with_tls_is_open_to_tunnels_only(tunnels: World) -> None:
    with socket.create_connection((HOST, tunnels.outbound["web-v1"]), timeout=10) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
        assert connection.recv(1000).startswith(b"HTTP/1.1 403 ")
