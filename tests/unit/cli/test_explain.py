"""`meshwright explain`."""

from pathlib import Path

import pytest
from tests.unit.cli.command import SHOP, as_json, cells, ran, run


def test_explain_weights() -> None:
    text = ran("explain", "local", "--from", "web", "http://checkout/cart")
    assert cells(text, "outcome") == ["outcome", "routed"]
    assert cells(text, "route") == ["route", "main"]
    assert cells(text, "timeout") == ["timeout", "5s"]
    assert cells(text, "retries")[1].startswith("1 on ")
    assert cells(text, "retries")[1].endswith(", 250ms a try")
    assert cells(text, "90 %")[:4] == ["90 %", "checkout-v1:8080", "/cart", "checkout"]
    assert cells(text, "10 %")[1] == "checkout-v2:8080"
    assert cells(text, "beta")[1].startswith("cookie beta")
    assert cells(text, "written at")[1].endswith("shop.py:11 services[1].routes[1]")


def test_explain_a_cookie() -> None:
    found = as_json("explain", "prod", "--from", "web-v1", "post", "http://checkout/", "-H", "cookie: beta=yes")
    assert (found["proxy"], found["outcome"], found["route"]) == ("web-v1", "routed", "beta")
    [there] = found["destinations"]
    assert (there["virtual_node"], there["port"], there["share"]) == ("checkout-v2", 8080, 1.0)
    assert (there["inbound"]["proxy"], there["inbound"]["outcome"]) == ("checkout-v2", "routed")


def test_explain_from_the_only_gateway() -> None:
    text = ran("explain", "prod", "/shop/cart?x=1")
    assert cells(text, "gateway route") == ["gateway route", "shop"]
    assert cells(text, "100 %")[1:4] == ["web-v1:8080", "/cart?x=1", "web"]
    assert as_json("explain", "prod", "/elsewhere")["outcome"] == "no_route"


def test_explain_what_the_mesh_keeps_in() -> None:
    text = ran("explain", "prod", "--from", "web", "http://inventory/")
    assert "403" in cells(text, "outcome")[1]
    assert cells(text, "hint") == [
        "hint",
        "inventory is a service of this mesh, but web-v1 does not name it in its `calls`",
    ]
    assert cells(ran("explain", "prod", "--from", "web", "http://chekout/"), "hint")[1] == 'did you mean "checkout"?'


def test_explain_tcp_and_hosts() -> None:
    text = ran("explain", "local", "--from", "web", "tcp://redis:6379")
    assert cells(text, "100 %") == ["100 %", "redis-v1:6379"]
    assert cells(text, "idle timeout") == ["idle timeout", "1h"]
    text = ran("explain", "local", "--from", "web", "http://pay/")
    assert cells(text, "100 %")[-1] == "outside of the mesh"


@pytest.mark.parametrize(
    "arguments",
    [
        ["http://web/", "--from", "wbe"],
        ["web"],
        ["GET", "http://web/", "x"],
        ["http://web/", "-H", "none"],
        ["http://web/", "--from", "pay"],
        [],
    ],
)
def test_explain_what_is_no_question(arguments: list[str]) -> None:
    assert run("explain", "prod", *arguments).exit_code == 2


def test_explain_several_gateways(folder: Path) -> None:
    (folder / "shop.py").write_text(SHOP.replace("gateways=[", 'gateways=[Gateway("inner", port=9000), '))
    assert run("explain", "prod", "/shop/").exit_code == 2
    assert as_json("explain", "prod", "/shop/", "--from", "public")["proxy"] == "public"


CHAOS = """
from meshwright import Abort, Delay, Environment, Fault, Local, Mesh, Mirror, Process, RateLimit, Route, Service
from meshwright import Version, header

run = Process(["app"])
fault = Fault(Delay("2s", share=5), Abort(503), header("x-chaos").exists())
pay = Service(
    "pay",
    port=8080,
    versions=[Version("v1", run), Version("v2", run)],
    routes=[Route("main", to={"v1": 100, "v2": 0}, fault=fault, mirror=Mirror("v2", share=0.5), rate_limit=RateLimit(5))],
)
web = Service("web", run, port=8080, calls=[pay])
environment = Environment("chaos", Mesh("shop", services=[web, pay]), platform=Local())
"""


def test_explain_faults_and_copies(folder: Path) -> None:
    (folder / "chaos.py").write_text(CHAOS)
    spared = ran("explain", "chaos", "--from", "web", "http://pay/")
    assert cells(spared, "outcome") == ["outcome", "routed"]
    assert cells(spared, "fault")[1].startswith("5 % wait 2s, 100 % get 503 (not this request: header x-chaos: absent")
    assert cells(spared, "rate limit")[1].startswith("5 per 1s, counted by this Envoy alone; more are answered")
    assert cells(spared, "copied") == ["copied", "0.5 % to pay-v2:8080"]
    aborted = ran("explain", "chaos", "--from", "web", "http://pay/", "-H", "x-chaos: 1")
    assert cells(aborted, "outcome") == ["outcome", "aborted, answers 503"]
    assert cells(aborted, "because") == ["because", "its fault aborts every request"]
