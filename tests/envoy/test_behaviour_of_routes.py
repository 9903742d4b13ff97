"""What a route does with requests besides choosing their targets, asked of real Envoys."""

from collections.abc import Iterator
from typing import Any

import pytest
from scipy.stats import binomtest
from tests.waiting import until

from .shop import gateway, outbound, running_shop
from .world import World


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_shop(tmp_path_factory.mktemp("shop")) as found:
        yield found


def arrived(shop: World, app: str, path: str) -> list[dict[str, Any]]:
    """The requests for a path that an application got, copies included, when no more are on their way to it."""
    active = f"{app.replace('outside', 'moved-old')}_[0-9]+.upstream_rq_active$"
    until("no copy is on its way", lambda: set(shop.envoy.stats(active).values()) == {"0"})
    return [each for each in shop.applications[app].seen if str(each["path"]).startswith(path)]


@pytest.mark.parametrize("ask", [outbound, lambda shop, _, path, **more: gateway(shop, f"/api{path}", **more)])
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
