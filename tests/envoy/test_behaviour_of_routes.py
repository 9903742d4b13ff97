"""What a route does with requests besides choosing their targets, asked of real Envoys."""

import http.client
from collections.abc import Iterator
from typing import Any

import pytest
from scipy.stats import binomtest
from tests.waiting import until

from .shop import gateway, outbound, running_shop
from .world import HOST, World

ASK = [
    pytest.param(outbound, id="a-caller"),
    pytest.param(lambda shop, _, path, **more: gateway(shop, f"/api{path}", **more), id="a-gateway"),
]
"""Who asks for a path of the service."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_shop(tmp_path_factory.mktemp("shop")) as found:
        yield found


def arrived(shop: World, app: str, path: str) -> list[dict[str, Any]]:
    """The requests for a path that an application got, copies included, when no more are on their way to it."""
    active = f"{app.replace('outside', 'moved-old')}_[0-9]+.upstream_rq_active$"
    until("no copy is on its way", lambda: set(shop.envoy.stats(active).values()) == {"0"})
    return [each for each in shop.applications[app].seen if str(each["path"]).startswith(path)]


@pytest.mark.parametrize("ask", ASK)
def test_a_version_gets_copies_whose_failures_nobody_sees(shop: World, ask: Any) -> None:
    before = len(arrived(shop, "checkout-v3", "/copied"))
    answer = ask(shop, "checkout", "/copied?q=1", x_any="thing")
    assert (answer.status, answer.got["app"]) == (200, "checkout-v1")
    (copy,) = arrived(shop, "checkout-v3", "/copied")[before:]
    assert (copy["method"], copy["path"]) == ("GET", "/copied?q=1")
    assert {name: copy["headers"].get(name) for name in ("host", "x-any", "x-request-id")} == {
        name: answer.headers.get(name) for name in ("host", "x-any", "x-request-id")
    }


def test_other_routes_send_no_copies(shop: World) -> None:
    for path in ("/none", "/other", "/cart/copied"):
        assert outbound(shop, "checkout", path).status == 200
        assert not arrived(shop, "checkout-v3", path)


def test_the_share_of_requests_that_is_copied(shop: World) -> None:
    for _ in range(300):
        assert outbound(shop, "checkout", "/some").got["app"] == "checkout-v1"
    assert binomtest(len(arrived(shop, "checkout-v3", "/some")), 300, 0.3).pvalue > 0.001


@pytest.mark.parametrize(
    ("path", "answers", "copied_to", "host"),
    [("/out", "moved-new", "outside", "localhost"), ("/in", "outside", "moved-new", "moved")],
)
def test_a_copy_asks_for_the_host_that_it_goes_to(
    shop: World, path: str, answers: str, copied_to: str, host: str
) -> None:
    assert outbound(shop, "moved", path).got["app"] == answers
    (copy,) = arrived(shop, copied_to, path)
    assert copy["headers"]["host"] == host


@pytest.mark.parametrize("ask", ASK)
def test_a_fault_answers_instead_of_the_application(shop: World, ask: Any) -> None:
    before = len(arrived(shop, "checkout-v1", "/broken"))
    answer = ask(shop, "checkout", "/broken", x_chaos="yes", x_user="other")
    assert (answer.status, answer.text) == (418, "fault filter abort")
    assert len(arrived(shop, "checkout-v1", "/broken")) == before


@pytest.mark.parametrize("headers", [{}, {"x_chaos": "no", "x_user": "other"}, {"x_chaos": "yes", "x_user": "vip-1"}])
@pytest.mark.parametrize("ask", ASK)
def test_a_fault_spares_requests_without_its_headers(shop: World, ask: Any, headers: dict[str, str]) -> None:
    before = faults(shop, "delays_injected")
    assert ask(shop, "checkout", "/broken", **headers).status == 200
    assert ask(shop, "checkout", "/late", **headers).status == 200
    assert faults(shop, "delays_injected") == before


def test_other_routes_make_no_faults(shop: World) -> None:
    tried = {"x_chaos": "yes", "x_user": "other"}
    assert {outbound(shop, "checkout", path, **tried).status for path in ("/never", "/cart", "/other")} == {200}


def test_a_delayed_request_is_answered(shop: World) -> None:
    before = faults(shop, "delays_injected")
    assert outbound(shop, "checkout", "/late", x_chaos="yes", x_user="other").status == 200
    assert faults(shop, "delays_injected") == before + 1


def faults(shop: World, kind: str) -> int:
    return sum(map(int, shop.envoy.stats(f"fault.{kind}$").values()))


def test_nobody_asks_for_a_fault_that_is_not_described(shop: World) -> None:
    asked = {"x_envoy_fault_abort_request": "418", "x_envoy_fault_delay_request": "5000"}
    assert outbound(shop, "checkout", "/never", **asked).status == 200
    assert gateway(shop, "/api/often", **asked).status != 418


def test_the_share_of_requests_that_fail(shop: World) -> None:
    found = [outbound(shop, "checkout", "/often").status for _ in range(300)]
    assert set(found) == {200, 503}
    assert binomtest(found.count(503), 300, 0.3).pvalue > 0.001


def refused(shop: World) -> int:
    return sum(map(int, shop.envoy.stats("rate_limit.http_local_rate_limit.rate_limited$").values()))


@pytest.mark.parametrize("ask", ASK)
def test_more_than_the_limit_is_refused_once(shop: World, ask: Any) -> None:
    before, arrivals = refused(shop), len(arrived(shop, "checkout-v1", "/few"))
    assert [ask(shop, "checkout", "/few").status for _ in range(2)] == [200, 200]
    answer = ask(shop, "checkout", "/few")
    assert (answer.status, answer.text) == (429, "local_rate_limited")
    assert (answer.sent["retry-after"], answer.sent["x-ratelimit-limit"], answer.sent["x-ratelimit-remaining"]) == (
        "1800",
        "2",
        "0",
    )
    assert (refused(shop), len(arrived(shop, "checkout-v1", "/few"))) == (before + 1, arrivals + 2)


def test_other_routes_are_not_limited(shop: World) -> None:
    answers = [outbound(shop, "checkout", "/cart") for _ in range(9)]
    assert {each.status for each in answers} == {200}
    assert not any(name.startswith("x-ratelimit") for each in answers for name in each.sent)


@pytest.mark.parametrize("ask", ASK)
def test_one_client_does_not_use_up_the_limit_of_another(shop: World, ask: Any) -> None:
    def statuses(**headers: str) -> list[int]:
        return [ask(shop, "checkout", "/each", **headers).status for _ in range(3)]

    assert statuses(x_tenant="greedy") == [200, 200, 429]
    assert statuses(x_tenant="modest") == [200, 200, 429]
    assert statuses() == [200, 200, 429]  # those without the header together
    assert statuses(x_tenant="late")[0] == 200


def test_grpc_is_told_that_the_resource_is_exhausted(shop: World) -> None:
    def call() -> str:
        answer = outbound(shop, "checkout", "/each", content_type="application/grpc", x_tenant="of-grpc")
        return answer.sent.get("grpc-status", "")

    assert [call() for _ in range(3)] == ["", "", "8"]


@pytest.mark.parametrize(("path", "answers"), [("/near/ended/x", 410), ("/near/away/x", 308)])
def test_the_limit_of_a_gateways_route_holds_where_the_service_answers_by_itself(
    shop: World, path: str, answers: int
) -> None:
    assert [gateway(shop, path).status for _ in range(4)] == [answers, answers, answers, 429]


def test_each_address_of_a_client_has_a_limit_of_its_own(shop: World) -> None:
    def status(address: str, **headers: str) -> int:
        client = http.client.HTTPConnection(HOST, shop.inbound["public", 0], source_address=(address, 0), timeout=10)
        client.request("GET", "/near/cart", headers={"host": "shop.example"} | headers)
        found = client.getresponse().status
        client.close()
        return found

    assert [status("127.0.0.2") for _ in range(4)] == [200, 200, 200, 429]
    assert status("127.0.0.3") == 200
    assert status("127.0.0.2", **{"x-forwarded-for": "192.0.2.1"}) == 429


@pytest.mark.parametrize("ask", ASK)
def test_a_route_answers_by_itself(shop: World, ask: Any) -> None:
    seen = len(shop.applications["checkout-v1"].seen)
    answer = ask(shop, "checkout", "/ended/cart?q=1")
    assert (answer.status, answer.text, answer.sent["content-type"]) == (410, "Ended: 100 %.", "text/plain")
    assert len(shop.applications["checkout-v1"].seen) == seen
    assert ask(shop, "checkout", "/ended").got["app"] == "checkout-v1"


@pytest.mark.parametrize("ask", ASK)
@pytest.mark.parametrize(
    ("asked", "location"), [("/away/cart?q=1", "/cart?q=1"), ("/away", "/"), ("/away/", "/"), ("/awaycart", "/cart")]
)
def test_a_redirect_replaces_the_prefix_that_the_service_sees(shop: World, ask: Any, asked: str, location: str) -> None:
    answer = ask(shop, "checkout", asked)
    assert (answer.status, answer.sent["location"]) == (308, f"http://new.example{location}")


def test_other_paths_are_not_redirected(shop: World) -> None:
    for path in ("/", "/x/away", "/Away"):
        assert outbound(shop, "checkout", path).got["app"] == "checkout-v1"


def test_a_gateway_answers_by_itself(shop: World) -> None:
    page = gateway(shop, "/page")
    assert (page.status, page.text, page.sent["content-type"]) == (200, "<p>Hi</p>", "text/html")
    found = gateway(shop, "/find?q=1", host="shop.example:80")
    assert (found.status, found.sent["location"]) == (307, "https://shop.example/search")
    assert gateway(shop, "/finder").got["app"] == "web-v1"
