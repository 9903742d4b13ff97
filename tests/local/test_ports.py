import os
import socket
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meshwright.local.ports import holder, holders, taken
from meshwright.problems import MeshwrightError
from meshwright.targets.local.ports import assign

NAMES = st.lists(st.sampled_from("abcdefgh"), max_size=8)


def test_new_names_get_the_lowest_ports_in_order() -> None:
    assert assign(["b", "a"], {}) == {"b": 21000, "a": 21001}


def test_names_keep_their_ports_and_new_ones_fill_the_gaps() -> None:
    assert assign(["a", "new", "b", "newer"], {"b": 7001, "a": 7002}, first=7000) == {
        "a": 7002,
        "new": 7000,
        "b": 7001,
        "newer": 7003,
    }


def test_a_port_of_a_name_that_goes_is_not_given_away_at_once() -> None:
    once = assign(["new"], {"gone": 7000}, first=7000)
    assert once == {"new": 7001}
    assert assign(["new", "newer"], once, first=7000) == {"new": 7001, "newer": 7000}


@given(NAMES, st.dictionaries(st.sampled_from("abcdefgh"), st.integers(7000, 7006)))
def test_ports_are_distinct_stable_and_complete(wanted: list[str], previous: dict[str, int]) -> None:
    given_ = assign(wanted, previous, first=7000)
    assert list(given_) == list(dict.fromkeys(wanted))
    assert len(set(given_.values())) == len(given_)
    assert assign(wanted, given_, first=7000) == given_
    if len(set(previous.values())) == len(previous):
        assert all(given_[name] == port for name, port in previous.items() if name in given_)


def test_too_many_names_are_refused() -> None:
    assert assign(["a"], {}, first=65535) == {"a": 65535}
    with pytest.raises(MeshwrightError, match="2 ports do not fit"):
        assign(["a", "b"], {}, first=65535)


@pytest.mark.parametrize(
    ("family", "address"),
    [
        (socket.AF_INET, "127.0.0.1"),
        (socket.AF_INET, "0.0.0.0"),
        (socket.AF_INET6, "::"),
        (socket.AF_INET6, "::ffff:127.0.0.1"),
    ],
)
def test_a_listener_is_named(family: socket.AddressFamily, address: str) -> None:
    with socket.socket(family) as server:
        if family == socket.AF_INET6:
            server.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        server.bind((address, 0))
        server.listen()
        port = server.getsockname()[1]
        assert holders(port) == {os.getpid()}
        found = holder(port)
        assert found is not None
        assert found.startswith(f"pid {os.getpid()} (")
        assert taken([port]) == {port: found}


def test_a_listener_of_another_process_is_named() -> None:
    code = "import socket; s = socket.create_server(('127.0.0.1', 0));print(s.getsockname()[1], flush=True); input()"
    with subprocess.Popen(
        [sys.executable, "-S", "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        port = int(other.stdout.readline())
        found = taken([port])
        other.communicate("\n")
    assert list(found) == [port]
    assert (found[port] or "").startswith(f"pid {other.pid} (python")


def test_another_address_and_old_connections_leave_a_port_free() -> None:
    with socket.create_server(("127.0.0.2", 0)) as server:
        port = server.getsockname()[1]
        assert holder(port) is None
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()  # the server closes first: TIME_WAIT is on its port
    assert taken([port]) == {}


def test_ipv6_loopback_alone_leaves_a_port_free() -> None:
    with socket.socket(socket.AF_INET6) as server:
        try:
            server.bind(("::1", 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
        server.listen()
        assert holder(server.getsockname()[1]) is None


def test_the_port_of_an_outgoing_connection_is_told_as_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        port = client.getsockname()[1]
        found = holder(port)
        assert found is not None
        assert found.startswith(f"an outgoing connection of pid {os.getpid()} (")
        assert holders(port) == set(), "nobody listens there"
