"""One client's message ends no request but its own, although callers share connections between Envoys."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.waiting import until

from meshwright import Environment, Gateway, GatewayRoute, Mesh, Process, Service

from .grpc_server import GrpcApplication
from .hostile_http1 import CALL, HTTP1
from .hostile_http2 import CALL as FIELDS
from .hostile_http2 import HTTP2, START, body, headers, rst
from .hostile_message import HOST, Message
from .hostile_round import DEADLINE, LOOPS, Round, culprits, sent
from .shop import Numbered, listener, wait_healthy
from .validate import Files, free_ports
from .world import World, world

RUN = Process(["app"])
PROTOCOLS: tuple[Literal["http", "http2", "grpc"], ...] = ("http", "http2", "grpc")
POSITIONS = ("outbound", "gateway", "inbound")
MESSAGES = HTTP1 | HTTP2
LARGE = 20 * 1024 * 1024
READERS = 2
"""How many clients that do not read stopped a connection whose windows were Envoy's own."""


@pytest.fixture(scope="module", params=PROTOCOLS)
def mesh(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """`web` and a gateway call `api`, whose application takes half a second for every request that says so.

    It is a gRPC server of the library's own C core, or an Envoy that answers.
    """
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "grpc":
        application = GrpcApplication("api-v1", workers=64)
        with _running(request.param, folder, application.port, {}) as found:
            yield found
        application.stop()
    else:
        (port,) = free_ports(1)
        with _running(request.param, folder, port, {"listeners": {"slow": _answering(port)}}) as found:
            yield found


@contextmanager
def _running(protocol: Literal["http", "http2", "grpc"], folder: Path, port: int, more: Files) -> Iterator[World]:
    (public,) = free_ports(1)
    api = Service("api", RUN, port=8080, protocol=protocol, retry="off", timeout="120s")
    web = Service("web", RUN, port=8080, calls=[api])
    gateway = Gateway("public", routes=[GatewayRoute("all", to=api)], port=public)
    described = Environment("test", Mesh("shop", services=[web, api], gateways=[gateway]))
    apps = {"web-v1": Numbered(port), "api-v1": Numbered(port)}
    with world(described, folder, apps, callers=["web-v1"], more=more) as found:
        found.inbound["public", 0] = found.inbound["public", public]
        wait_healthy(found)
        yield found


def _answering(port: int) -> dict[str, object]:
    """An Envoy that answers with the number that it was asked with."""
    filters = "type.googleapis.com/envoy.extensions.filters.http."
    fault = {
        "@type": f"{filters}fault.v3.HTTPFault",
        "delay": {"fixed_delay": "0.5s", "percentage": {"numerator": 100}},
        "headers": [{"name": "x-delay", "present_match": True}],
    }
    both = [
        {"name": "fault", "typed_config": fault},
        {"name": "router", "typed_config": {"@type": f"{filters}router.v3.Router"}},
    ]
    own = {"response_headers_to_add": [{"header": {"key": "x-own", "value": "%REQ(x-own)%"}}]}
    action = {"direct_response": {"status": 200}} | own
    patient = {"override_stream_error_on_invalid_http_message": True}
    return listener("slow", port, action, http_filters=both, http2_protocol_options=patient)


def _ports(mesh: World) -> dict[str, int]:
    """Where a client can send something."""
    return {
        "outbound": mesh.outbound["web-v1"],
        "gateway": mesh.inbound["public", 0],
        "inbound": mesh.inbound["api-v1", 8080],
    }


def _stat(mesh: World, name: str) -> int:
    """A number of the cluster of `api`'s application."""
    full = f"cluster.api-v1_application_8080.{name}"
    return int(mesh.envoy.stats(f"{full}$").get(full, 0))


def _round(mesh: World, position: str) -> Callable[[Sequence[Message]], Round]:
    ports = _ports(mesh)

    def active(others: int) -> None:
        until("they are on their way", lambda: _stat(mesh, "upstream_rq_active") >= others)

    return lambda messages: sent(list(ports.values()), ports[position], messages, active)


@pytest.mark.parametrize("position", POSITIONS)
def test_nobody_else_loses_a_request(mesh: World, position: str) -> None:
    sending = _round(mesh, position)
    found = sending(list(MESSAGES.values()))
    assert not found.lost, (
        culprits(MESSAGES, lambda some: bool(sending(some).lost)),
        found.lost[:3],
    )
    assert found.answered >= 2 * LOOPS * len(POSITIONS)


@pytest.mark.parametrize("mesh", ["grpc"], indirect=True)
@pytest.mark.parametrize("position", POSITIONS)
def test_nobody_waits_for_one_who_does_not_read(mesh: World, position: str) -> None:
    before = _stat(mesh, "upstream_cx_rx_bytes_total")
    with ExitStack() as clients:
        for _ in range(READERS):
            client = clients.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.connect((HOST, _ports(mesh)[position]))
            client.sendall(CALL + b"x-size: %d\r\ncontent-length: 5\r\n\r\n" % LARGE + bytes(5))
        until("answers come", lambda: _stat(mesh, "upstream_cx_rx_bytes_total") >= before + READERS * 2**17)
        found = _round(mesh, position)([])
    assert not found.lost, found.lost[:3]
    assert found.answered == 2 * LOOPS * len(POSITIONS)


@st.composite
def _changed(draw: st.DrawFn) -> Message:
    """A message of the table with some bytes taken out, put in, or sent twice."""
    found = MESSAGES[draw(st.sampled_from(sorted(MESSAGES)))]
    raw = b"".join(found.parts)
    at, to = sorted(draw(st.integers(0, len(raw))) for _ in range(2))
    between = draw(st.sampled_from([b"", raw[at:to] * 2]) | st.binary(max_size=20))
    return Message((raw[:at] + between + raw[to:],), found.ending)


@settings(max_examples=3, derandomize=True, phases=[Phase.generate])
@given(st.lists(_changed(), min_size=20, max_size=60), st.sampled_from(POSITIONS))
def test_nobody_else_loses_a_request_to_a_changed_message(mesh: World, changed: list[Message], position: str) -> None:
    found = _round(mesh, position)(changed)
    assert not found.lost, found.lost[:3]


@pytest.mark.parametrize("mesh", ["grpc"], indirect=True)
@pytest.mark.parametrize("position", POSITIONS)
def test_requests_that_are_given_up_end_no_other_on_the_same_connection(mesh: World, position: str) -> None:
    """An application has one connection for all its calls: Envoy would end it after 250 resets."""
    with socket.create_connection((HOST, _ports(mesh)[position]), DEADLINE) as client:
        client.sendall(START + headers([*FIELDS, ("x-delay", "0.5"), ("x-own", "patient")]) + body())
        for stream in range(3, 603, 2):
            client.sendall(headers(stream=stream) + rst(stream))
        answer = b""
        while b"patient" not in answer and (more := client.recv(100_000)):
            answer += more
    assert b"patient" in answer
