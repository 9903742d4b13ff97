"""Transparent capture, with the ECS agent's rules in a network namespace and a real Envoy."""

import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import Literal

import pytest
from tests.waiting import until

from meshwright import Container, Environment, Fargate, Host, Mesh, Service, resolve
from meshwright.targets import ecs
from meshwright.targets.ecs.model import EcsEnvironment

from .namespaces import TaskNetwork, Vpc
from .rendered import Task
from .test_rendered_task import SAMPLE, logged, publish, ready

GREETING = """
import socket, threading
server = socket.create_server(("0.0.0.0", 3306))
while True:
    client, _ = server.accept()
    client.sendall(b"who is there?\\n")
    threading.Thread(target=lambda c=client: c.sendall(b"hello " + c.recv(100)), daemon=True).start()
"""
"""A server that speaks first, as MySQL does."""


def shop(egress: Literal["allow", "deny"]) -> EcsEnvironment:
    store = Service("store", Container("store", command=[sys.executable, "-c", GREETING]), port=3306, protocol="tcp")
    # It listens on the port on which it calls others: outbound connections must not come back in.
    checkout = Service("checkout", Container("shop/checkout", command=SAMPLE), port=8080)
    payments = Service("payments", Host("pay.example"), port=443, health_check="off")
    web = Service("web", Container("shop/web", command=SAMPLE), port=8080, calls=[checkout, store, payments])
    mesh = Mesh("shop", services=[web, checkout, store, payments], egress=egress)
    return ecs.layout(resolve(Environment("test", mesh, platform=Fargate("eu-west-1"))))


@pytest.fixture(params=["deny", "allow"])
def egress(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def web(vpc: Vpc, task: Callable[..., Task], egress: Literal["allow", "deny"]) -> Task:
    """A task of web. Its backends run, and a server outside the mesh."""
    environment = shop(egress)
    tasks = {name: [task(each.task)] for name, each in environment.proxies.items()}
    publish(vpc, environment, tasks)
    vpc.records["pay.example"] = [vpc.address]
    ready(environment, tasks)
    vpc.records["outside.example"] = [vpc.address]
    vpc.records["s3.eu-west-1.amazonaws.com"] = [vpc.address]
    vpc.records["forged.example"] = ["10.71.0.99"]
    [found] = tasks["web-v1"]
    assert curl(found.network, "--retry", "20", "--retry-all-errors", "http://checkout.shop.mesh:8080/")[0] == 0
    return found


def test_what_an_application_can_reach(vpc: Vpc, web: Task, egress: str) -> None:
    # HTTP by name, on any address and port: the name decides.
    for url in ("http://checkout.shop.mesh:8080/", "http://checkout.shop.mesh/", "http://checkout.shop.mesh:9999/"):
        code, text = curl(web.network, url)
        assert (code, "checkout-v1" in text) == (0, True), url
    code, text = curl(web.network, "-H", "host: checkout", f"http://{vpc.address}/")
    assert (code, "checkout-v1" in text) == (0, True)
    until("five requests are logged", lambda: len(logged(web, "outbound")) >= 5)
    assert all(each["target"] == "checkout-v1" for each in logged(web, "outbound")[-4:])

    # TCP by address, even if the server sends first.
    assert talk(web.network, "store.shop.mesh", 3306, "me") == "who is there?\nhello me\n"

    # Hosts that are no backends: with HTTP, and without.
    with Outside(vpc, 80), Outside(vpc, 7000) as raw:
        code, text = curl(web.network, "http://outside.example/")
        passed = talk(web.network, "outside.example", 7000, "me")
        if egress == "deny":
            assert (code, "egress is deny" in text) == (0, True)
            assert "outside" not in passed
            assert not raw.heard
        else:
            assert (code, text.strip()) == (0, "outside")
            assert passed == "outside"
            assert [each.strip() for each in raw.heard] == [b"me"]


def test_aws_stays_open_by_name_not_by_address(vpc: Vpc, web: Task, egress: str) -> None:
    """Also if egress is "deny". A request with a forged name reaches the service of that name."""
    with Outside(vpc, 443) as aws:
        for host in ("s3.eu-west-1.amazonaws.com:443", "forged.example:443"):
            connect = [] if host.startswith("s3") else ["--connect-to", f"s3.eu-west-1.amazonaws.com:443:{host}"]
            curl(web.network, "-k", *connect, "https://s3.eu-west-1.amazonaws.com/")
        heard = 1 if egress == "allow" else 2  # the forged address has no server
        until("AWS is called", lambda: len(aws.heard) == heard)
        assert all(b"s3.eu-west-1.amazonaws.com" in each for each in aws.heard), "a TLS hello that names it"
        before = len(aws.heard)
        curl(web.network, "-k", "https://outside.example/")
        if egress == "allow":
            until("the other host is called", lambda: len(aws.heard) == before + 1)
        else:
            assert len(aws.heard) == before


def test_tls_of_the_applications_own_reaches_hosts_of_backends_by_name(vpc: Vpc, web: Task, egress: str) -> None:
    def told(name: bytes) -> int:
        return sum(name in each for each in host.heard)

    with Outside(vpc, 443) as host:
        curl(web.network, "-k", "https://pay.example/")
        until("the host of a backend is called", lambda: told(b"pay.example") == 1)
        curl(web.network, "-k", "--connect-to", "pay.example:443:forged.example:443", "https://pay.example/")
        curl(web.network, "-k", "https://outside.example/")
        assert told(b"outside.example") == (1 if egress == "allow" else 0)
        if egress == "deny":
            until("the name decides, not the address", lambda: told(b"pay.example") == 2)
            until(
                "it is logged", lambda: [each["target"] for each in logged(web, "outbound")].count("payments-v1") == 2
            )


def test_nothing_goes_round_in_circles(vpc: Vpc, web: Task) -> None:
    """Connections to the ports of the capture itself, from inside and from outside, are closed at once. Otherwise they
    would loop through Envoy, which then crashes."""
    before = connections(web)
    assert before
    for host in ("127.0.0.1", web.address, vpc.address):
        for port in (15000, 15001):
            talk(web.network, host, port, "hello")
            curl(web.network, "-H", f"host: {host}:{port}", f"http://{vpc.address}/")
            curl(web.network, "-H", f"host: {host}:{port}", f"http://{host}:{port}/")
    for port in (15000, 15001):
        talk(None, web.address, port, "hello", vpc)
    assert curl(web.network, "http://checkout.shop.mesh:8080/")[0] == 0
    assert "envoy ended" not in " ".join(web.events)
    # Those above, each perhaps twice, but not hundreds.
    assert connections(web) - before < 60


def curl(network: TaskNetwork, *arguments: str) -> tuple[int, str]:
    """Requests as an application in the task does: exit code and answer."""
    command = ["ip", "netns", "exec", network.name, "curl", "-sS", "-m", "8", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout


TALK = """
import socket, sys
host, port, said = sys.argv[1:]
heard = b""
try:
    with socket.create_connection((host, int(port)), 4) as connection:
        connection.sendall(said.encode() + b"\\n")
        while more := connection.recv(1000):
            heard += more
except OSError:
    pass
print(heard.decode(errors="replace"), end="")
"""


def talk(network: TaskNetwork | None, host: str, port: int, said: str, vpc: Vpc | None = None) -> str:
    """The answer to a text, sent from a task or from the VPC. Empty: there was none."""
    space = network.name if network else vpc.name if vpc else ""
    command = ["ip", "netns", "exec", space, sys.executable, "-c", TALK, host, str(port), said]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def connections(task: Task) -> int:
    """The number of connections that a task's Envoy has accepted so far."""
    said = task.run(
        "agent", ["wget", "-qO-", "http://127.0.0.1:9901/stats?filter=^listener.*downstream_cx_total"]
    ).stdout
    return sum(int(line.rpartition(" ")[2]) for line in said.splitlines() if "admin" not in line)


class Outside:
    """A server in the VPC outside the mesh. It records what it receives and answers "outside", in HTTP to HTTP."""

    def __init__(self, vpc: Vpc, port: int) -> None:
        self.heard: list[bytes] = []
        self._vpc, self._port = vpc, port

    def __enter__(self) -> "Outside":
        self._vpc.within(self._listen)
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _listen(self) -> socket.socket:
        self._socket = socket.create_server((self._vpc.address, self._port))
        return self._socket

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            with client:
                client.settimeout(5)
                try:
                    if heard := client.recv(4000):
                        self.heard.append(heard)
                        web = b"HTTP/1.1 200 OK\r\ncontent-length: 8\r\nconnection: close\r\n\r\noutside\n"
                        client.sendall(web if b"HTTP/" in heard else b"outside")
                except OSError:
                    pass
