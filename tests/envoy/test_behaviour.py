"""What a configuration does, asked of real Envoys: what its JSON can't show."""

import socket
import subprocess
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from scipy.stats import binomtest
from tests.waiting import until

from meshwright.envoy.access_log import FIELDS

from .shop import gateway, outbound, row, running_shop, tunnel
from .world import HOST, World, ask


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with running_shop(tmp_path_factory.mktemp("shop")) as found:
        yield found


@pytest.mark.parametrize(
    ("asked", "app", "got"),
    [
        ("/api", "checkout-v1", "/"),
        ("/api?q=/api/", "checkout-v1", "/?q=/api/"),
        ("/api/", "checkout-v1", "/"),
        ("/api/cart", "checkout-v2", "/cart"),
        ("/api/cart/1?q=1", "checkout-v2", "/cart/1?q=1"),
        ("/api//cart", "checkout-v2", "/cart"),
        ("/old/../api/./cart", "checkout-v2", "/cart"),
        ("/old/%2e%2e/api/cart", "checkout-v2", "/cart"),
        ("/api/about", "checkout-v2", "/about"),
        ("/api/about/us", "checkout-v1", "/about/us"),
        ("/api/api/cart", "checkout-v1", "/api/cart"),
        ("/apix", "checkout-v1", "/x"),
        ("/shop/", "checkout-v1", "/"),
        ("/shop/cart/2", "checkout-v2", "/cart/2"),
        ("/shop/about?x", "checkout-v2", "/about?x"),
        ("/shop/else", "checkout-v1", "/else"),
        ("/shop", "web-v1", "/shop"),
        ("/old", "web-v1", "/new"),
        ("/old/a/old", "web-v1", "/new/a/old"),
        ("/older", "web-v1", "/newer"),
        ("/buy?x=1", "checkout-v2", "/cart/full?x=1"),
        ("/buy/it", "web-v1", "/buy/it"),
        ("/faq?x=1", "web-v1", "/support?x=1"),
        ("/help", "web-v1", "/support"),
        ("/elsewhere", "web-v1", "/elsewhere"),
    ],
)
def test_a_gateway_rewrites_paths_and_the_router_sees_the_rewritten_one(
    shop: World, asked: str, app: str, got: str
) -> None:
    answer = gateway(shop, asked)
    assert answer.status == 200
    assert (answer.got["app"], answer.got["path"]) == (app, got)


def test_what_a_gateway_route_takes_no_other_does(shop: World) -> None:
    assert gateway(shop, "/orders", "POST").got["path"] == "/"
    assert gateway(shop, "/orders", "GET").status == 404


def test_a_gateway_names_the_service_and_keeps_the_host_beside_it(shop: World) -> None:
    headers = gateway(shop, "/", host="shop.example:8080").headers
    assert (headers["host"], headers["x-forwarded-host"]) == ("web", "shop.example:8080")


def test_a_gateway_leaves_the_host_where_it_is_told_to(shop: World) -> None:
    headers = gateway(shop, "/", host="raw.example").headers
    assert (headers["host"], headers.get("x-forwarded-host")) == ("raw.example", None)


@pytest.mark.parametrize(
    "ask_moved", [lambda shop: gateway(shop, host="moved.example"), lambda shop: outbound(shop, "moved")]
)
def test_a_host_outside_is_asked_for_by_its_own_name(shop: World, ask_moved: object) -> None:
    answers = [ask_moved(shop) for _ in range(60)]  # type: ignore[operator]
    hosts = {(answer.got["app"], answer.headers["host"]) for answer in answers}
    assert hosts == {("outside", "localhost"), ("moved-new", "moved")}


def test_nobody_outside_steers_retries_or_timeouts(shop: World) -> None:
    """A gateway that trusts them lets the same headers do it, so they are well-formed."""
    retry = {"x_envoy_retry_on": "5xx", "x_envoy_max_retries": "3", "x_status": "500", "x_secret": "1"}
    soon = {"x_envoy_upstream_rq_timeout_ms": "50", "x_delay": "0.3", "x_secret": "1"}
    seen, trusting = shop.applications["checkout-v1"].seen, shop.inbound["trusting", 0]
    assert (tries(seen, lambda: gateway(shop, **retry)), gateway(shop, **soon).status) == (1, 200)
    assert (tries(seen, lambda: ask(trusting, **retry)), ask(trusting, **soon).status) == (4, 504)


def tries(seen: list[dict[str, object]], send: object) -> int:
    before = len(seen)
    assert send().status == 500  # type: ignore[operator]
    return len(seen) - before


def test_a_route_waits_no_longer_than_its_timeout(shop: World) -> None:
    assert outbound(shop, "checkout", x_delay="1").status == 200
    assert outbound(shop, "checkout", x_delay="2.5").status == 504


def test_a_route_changes_headers_on_the_way_there_and_back(shop: World) -> None:
    """A value is sent as it is written, whatever Envoy would read in it. Envoy's own answers are changed, too."""
    answer = outbound(
        shop, "checkout", "/changed", x_env="dev", x_tag="mine", x_hidden="1", x_answer="x-powered-by: php"
    )
    assert (answer.headers["x-env"], answer.headers["x-tag"]) == ("100 %PROTOCOL%", "route")
    assert "x-hidden" not in answer.headers
    assert (answer.sent["x-env"], answer.sent.get("x-powered-by")) == ("prod", None)
    late = outbound(shop, "checkout", "/changed", x_delay="1.5")
    assert (late.status, late.sent["x-env"]) == (504, "prod")


def test_a_gateway_changes_a_request_before_the_route_and_a_response_after_it(shop: World) -> None:
    answer = gateway(shop, "/front/changed")
    assert (answer.headers["x-env"], answer.headers["x-at"]) == ("100 %PROTOCOL%", "gateway")
    assert answer.sent["x-env"] == "gateway"
    plain = gateway(shop, "/front/else")
    assert (plain.headers["x-env"], plain.headers.get("x-tag"), plain.sent["x-env"]) == ("gateway", None, "gateway")


def test_other_routes_leave_headers_alone(shop: World) -> None:
    """Those of the same service, and those of the gateway to it."""
    for answer in (
        outbound(shop, "checkout", "/", x_env="dev", x_hidden="1", x_answer="x-powered-by: php"),
        gateway(shop, "/api", x_env="dev", x_hidden="1", x_answer="x-powered-by: php"),
    ):
        assert (answer.headers["x-env"], answer.headers["x-hidden"]) == ("dev", "1")
        assert "x-tag" not in answer.headers
        assert (answer.sent.get("x-env"), answer.sent["x-powered-by"]) == (None, "php")


def test_connections_are_passed_on_by_weight(shop: World) -> None:
    told = Counter(line(shop.tcp["checkout-v1", "redis"], "hello") for _ in range(300))
    assert set(told) == {"redis-v6 hello", "redis-v7 hello"}
    assert binomtest(told["redis-v6 hello"], 300, 0.7).pvalue > 0.001


def line(port: int, text: str) -> str:
    with socket.create_connection((HOST, port), timeout=10) as connection:
        connection.sendall(f"{text}\n".encode())
        return connection.makefile().readline().strip()


def test_http2_with_prior_knowledge_passes_both_proxies(shop: World) -> None:
    url = f"http://{HOST}:{shop.outbound['checkout-v1']}/"
    command = ["curl", "-sSi", "--noproxy", "*", "--http2-prior-knowledge", "-H", "Host: fast", "-m", "10", url]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.lower()
    assert answer.startswith("http/2 200")
    assert "x-asked-in: http/2" in answer


def test_an_http_client_reaches_an_http2_service(shop: World) -> None:
    url = f"http://{HOST}:{shop.outbound['checkout-v1']}/"
    command = ["curl", "-sSi", "--noproxy", "*", "--http1.1", "-H", "Host: fast", "-m", "10", url]
    answer = subprocess.run(command, capture_output=True, text=True, check=True).stdout.lower()
    assert answer.startswith("http/1.1 200")
    assert "x-asked-in: http/2" in answer


def test_ports_tell_routes_apart(shop: World) -> None:
    apps = {
        name: outbound(shop, name).got["app"] for name in ("multi", "multi:80", "multi:8080", "multi.shop.mesh:8080")
    }
    assert apps == {"multi": "plain", "multi:80": "plain", "multi:8080": "other", "multi.shop.mesh:8080": "other"}
    assert outbound(shop, "multi:81").status == 404


def test_egress_is_denied_with_a_reason(shop: World) -> None:
    answer = outbound(shop, "localhost")
    assert (answer.status, answer.text) == (403, "checkout-v1 has no such backend: the mesh's egress is deny\n")
    with pytest.raises(OSError, match="403 Forbidden"):
        tunnel(shop.outbound["checkout-v1"], shop.applications["good"].port)


def test_retries_go_to_the_other_host(shop: World) -> None:
    before = int(refused(shop))
    with ThreadPoolExecutor(4) as pool:
        found = Counter(status for each in pool.map(lambda _: row(shop, "twins", 500), range(4)) for status in each)
    assert found == {200: 2000}
    assert int(refused(shop)) - before > 500


def refused(shop: World) -> str:
    return next(iter(shop.envoy.stats("twins-v1_8080.upstream_cx_connect_fail$").values()))


def test_a_try_that_takes_too_long_is_tried_again(shop: World) -> None:
    seen = shop.applications["good"].seen
    before = len(seen)
    assert outbound(shop, "slow", "/second", x_delay_first="5").status == 200
    assert [each["path"] for each in seen[before:]].count("/second") == 2


def test_a_host_that_fails_in_a_row_is_left_out(shop: World) -> None:
    found = [outbound(shop, "sick").status for _ in range(40)]
    assert found.count(500) >= 3
    until("it is ejected", lambda: "1" in shop.envoy.stats("sick-v1_8080.outlier_detection.ejections_active").values())
    assert {outbound(shop, "sick").status for _ in range(40)} == {200}


def test_a_connection_pool_protects_the_application(shop: World) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(lambda _: outbound(shop, "small", x_delay="1").status, range(8)))
    assert found[200] in (1, 2)
    assert found[503] == 8 - found[200]


def test_a_gateways_listener_keeps_its_own_limits_and_no_others(shop: World) -> None:
    def asked(door: str) -> tuple[str, int]:
        return door, ask(shop.inbound[door, 0], host="shop.example", x_delay="0.5").status

    with ThreadPoolExecutor(16) as pool:
        found = Counter(pool.map(asked, ["narrow", "wide"] * 8))
    assert found["wide", 200] == 8
    assert found["narrow", 200] in (1, 2)
    assert found["narrow", 503] == 8 - found["narrow", 200]


def test_the_access_log_names_everything_in_the_meshs_words(shop: World) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    gateway(shop, "/api/cart?logged", traceparent=trace)
    outbound(shop, "checkout", "/logged")
    outbound(shop, "unknown", "/logged")
    told = (line(shop.tcp["checkout-v1", "redis"], "logged") for _ in range(100))
    assert "redis-v6 logged" in told, "one of a hundred connections goes to the version with 70 percent"

    def found() -> list[dict[str, object]]:
        return [each for each in shop.log() if "logged" in str(each["path"]) or each["path"] is None]

    words = ("direction", "virtual_node", "virtual_service", "gateway_route", "route", "target", "status")
    requests = {
        ("gateway", "public", "checkout", "api", "cart", "checkout-v2", 200),
        ("inbound", "checkout-v2", "checkout", None, "inbound", "checkout-v2", 200),
        ("outbound", "checkout-v1", "checkout", None, "main", "checkout-v1", 200),
        ("outbound", "checkout-v1", None, None, None, None, 403),
    }
    connections = {
        ("outbound", "checkout-v1", "redis", None, "main", "redis-v6"),
        ("inbound", "redis-v6", "redis", None, "inbound", "redis-v6"),
    }

    def missing() -> set[tuple[object, ...]]:
        """Each Envoy writes its log in its own time: what is not there yet."""
        seen = {tuple(each[word] for word in words) for each in found()}
        return (requests - seen) | (connections - {each[:-1] for each in seen})

    until(lambda: f"everything is logged; missing: {missing()}", lambda: not missing())
    assert {frozenset(each) for each in shop.log()} == {frozenset(FIELDS)}
    entry = next(each for each in found() if each["direction"] == "gateway")
    expected = {"mesh": "shop", "method": "GET", "host": "shop.example", "path": "/api/cart?logged", "trace_id": trace}
    assert {name: entry[name] for name in expected} == expected
    assert (entry["protocol"], entry["attempts"], type(entry["duration_ms"])) == ("HTTP/1.1", 1, int)
    inbound = next(each for each in found() if each["direction"] == "inbound" and each["virtual_node"] == "checkout-v2")
    assert (inbound["trace_id"], inbound["request_id"]) == (trace, entry["request_id"])
