"""What a configuration does, asked of real Envoys: what its JSON can't show."""

import http.client
import socket
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from scipy.stats import binomtest
from validate import until
from world import HOST, Answer, Application, World, ask, free_ports, world

from meshwright import (
    AccessLog,
    ConnectionPool,
    Environment,
    Gateway,
    GatewayRoute,
    HealthCheck,
    Host,
    Mesh,
    NodeListener,
    OutlierDetection,
    Process,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Service,
    Timeout,
    Version,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    header,
    host,
    method,
    path,
    port,
)
from meshwright.envoy.access_log import FIELDS
from meshwright.envoy.snapshot import Resource

RUN = Process(["app"])


def environment(mesh: Mesh) -> Environment:
    return Environment("test", mesh)


def answering(name: str, port: int) -> Resource:
    """An application that speaks HTTP/2, too: an Envoy's listener that says in which protocol it was asked."""
    asked = [{"header": {"key": "x-asked-in", "value": "%PROTOCOL%"}}]
    route = {"match": {"prefix": "/"}, "direct_response": {"status": 200}}
    manager = {
        "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": name,
        "http_filters": [
            {
                "name": "router",
                "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"},
            }
        ],
        "route_config": {
            "response_headers_to_add": asked,
            "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}],
        },
    }
    return {
        "@type": "type.googleapis.com/envoy.config.listener.v3.Listener",
        "name": name,
        "address": {"socket_address": {"address": HOST, "port_value": port}},
        "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
    }


class Numbered(Application):
    """Not started: only the port of an application that is not one of ours."""

    def __init__(self, port: int) -> None:
        self.port = port


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One mesh for all tests that change nothing in it."""
    public, fast, closed = free_ports(3)
    apps: dict[str, Application] = {
        name: Application(name) for name in ("web-v1", "checkout-v1", "checkout-v2", "small-v1")
    }
    apps |= {name: Application(name) for name in ("moved-new", "outside", "plain", "other", "good")}
    apps |= {name: Application(name, tcp=True) for name in ("redis-v6", "redis-v7")}
    apps |= {"bad": Application("bad", status=500), "fast-v1": Numbered(fast)}
    slowly = Retry(1, on=["server-error"], per_try="300ms")
    web = Service("web", RUN, port=8080)
    checkout = Service(
        "checkout",
        port=8080,
        versions=[Version("v1", RUN), Version("v2", RUN)],
        routes=[
            Route("cart", when=path.starts_with("/cart"), to="v2"),
            Route("about", when=path.equals("/about"), to="v2"),
            Route("main", to="v1", timeout="2s"),
        ],
        retry="off",
        calls=["checkout", "fast", "small", "redis", "twins", "sick", "slow", "multi", "moved"],
    )
    moved = Service(
        "moved",
        port=apps["outside"].port,
        versions=[Version("old", Host("localhost")), Version("new", RUN)],
        routes=[Route("main", to={"old": 50, "new": 50})],
    )
    redis = Service(
        "redis",
        port=6379,
        protocol="tcp",
        versions=[Version("v6", RUN), Version("v7", RUN)],
        routes=[Route("main", to={"v6": 70, "v7": 30})],
    )
    outlier = OutlierDetection(3, interval="250ms", ejection="60s", max_ejected=50)
    orders = Service("orders", RUN, port=8080, routes=[Route("post", when=method.equals("POST"), to="v1")])
    services = [
        web,
        checkout,
        moved,
        redis,
        orders,
        Service("fast", RUN, port=8080, protocol="http2"),
        Service("small", RUN, port=8080, retry="off", connection_pool=ConnectionPool(connections=1, pending=1)),
        Service("twins", RUN, port=8080, health_check="off"),
        Service("sick", RUN, port=8080, health_check="off", outlier_detection=outlier, retry="off"),
        Service("slow", RUN, port=8080, health_check="off", retry=slowly, timeout="3s"),
    ]
    routes = [
        GatewayRoute("moved", when=host.equals("moved.example"), to=moved),
        GatewayRoute("as-it-is", when=host.equals("raw.example"), to=web, rewrite=Rewrite(host="off")),
        GatewayRoute("api", when=path.starts_with("/api"), to=checkout),
        GatewayRoute("shop", when=path.starts_with("/shop/"), to=checkout),
        GatewayRoute("old", when=path.starts_with("/old"), to=web, rewrite=Rewrite("/new")),
        GatewayRoute("buy", when=path.equals("/buy"), to=checkout, rewrite=Rewrite(path="/cart/full")),
        GatewayRoute("faq", when=path.matches("/(faq|help)"), to=web, rewrite=Rewrite(path="/support")),
        GatewayRoute("orders", when=path.starts_with("/orders"), to=orders),
        GatewayRoute("secret", when=header("x-secret").exists(), to=checkout, rewrite="off"),
        GatewayRoute("rest", to=web),
    ]
    mesh = Mesh(
        "shop",
        services=services,
        gateways=[Gateway("public", routes=routes, port=public)],
        virtual_nodes=[VirtualNode("node", RUN, listeners=[NodeListener(80), NodeListener(8080)])],
        virtual_routers=[
            VirtualRouter(
                "multi",
                listeners=[RouterListener(80), RouterListener(8080)],
                routes=[
                    Route("plain", when=port.equals(80), to="node"),
                    Route("other", when=port.equals(8080), to="node"),
                ],
            )
        ],
        virtual_services=[VirtualService("multi", router="multi")],
    )
    direct = {
        "twins-v1": [closed, apps["good"].port],
        "sick-v1": [apps["bad"].port, apps["good"].port],
        "slow-v1": [apps["good"].port],
        "orders-v1": [apps["good"].port],
        "node": [apps["plain"].port, apps["other"].port],
    }
    more = {"listeners": {"fast": answering("fast", fast)}}
    folder = tmp_path_factory.mktemp("shop")
    with world(environment(mesh), folder, apps, callers=["checkout-v1"], direct=direct, more=more) as found:
        found.inbound["public", 0] = found.inbound["public", public]
        wait_healthy(found)
        yield found


def wait_healthy(found: World) -> None:
    def healthy() -> bool:
        stats = found.envoy.stats("membership_(healthy|total)$")
        waiting = [name for name in stats if name.endswith("total") and stats[name] != stats[name[:-5] + "healthy"]]
        found.waiting = waiting
        return not waiting

    until(lambda: f"healthy: {found.waiting}", healthy)


def gateway(shop: World, path: str = "/", method: str = "GET", **headers: str) -> Answer:
    return ask(shop.inbound["public", 0], path, method, **({"host": "shop.example"} | headers))


def outbound(shop: World, service: str, path: str = "/", **headers: str) -> Answer:
    return ask(shop.outbound["checkout-v1"], path, host=service, **headers)


@pytest.mark.parametrize(
    ("asked", "app", "got"),
    [
        ("/api", "checkout-v1", "/"),
        ("/api?q=/api/", "checkout-v1", "/?q=/api/"),
        ("/api/", "checkout-v1", "/"),
        ("/api/cart", "checkout-v2", "/cart"),
        ("/api/cart/1?q=1", "checkout-v2", "/cart/1?q=1"),
        ("/api//cart", "checkout-v1", "//cart"),
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
    """Inside, who passes for internal does it with the same headers, so they are well-formed."""
    inside = {"x_forwarded_for": "10.0.0.1"}
    retry = {"x_envoy_retry_on": "5xx", "x_envoy_max_retries": "3", "x_status": "500", "x_secret": "1", **inside}
    soon = {"x_envoy_upstream_rq_timeout_ms": "50", "x_delay": "0.3", "x_secret": "1", **inside}
    seen = shop.applications["checkout-v1"].seen
    assert (tries(seen, lambda: gateway(shop, **retry)), gateway(shop, **soon).status) == (1, 200)
    assert (tries(seen, lambda: outbound(shop, "checkout", **retry)), outbound(shop, "checkout", **soon).status) == (
        4,
        504,
    )


def tries(seen: list[dict[str, object]], send: object) -> int:
    before = len(seen)
    assert send().status == 500  # type: ignore[operator]
    return len(seen) - before


def test_a_route_waits_no_longer_than_its_timeout(shop: World) -> None:
    assert outbound(shop, "checkout", x_delay="1").status == 200
    assert outbound(shop, "checkout", x_delay="2.5").status == 504


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


def tunnel(proxy: int, port: int) -> Answer:
    """A request through a tunnel to a port of "localhost". Raises OSError where the proxy refuses."""
    connection = http.client.HTTPConnection(HOST, proxy, timeout=10)
    connection.set_tunnel("localhost", port)
    try:
        connection.request("GET", "/tunnelled", headers={"x-request-id": "1"})
        answer = connection.getresponse()
        return Answer(answer.status, answer.read().decode())
    finally:
        connection.close()


def test_retries_go_to_the_other_host(shop: World) -> None:
    before = int(refused(shop))
    with ThreadPoolExecutor(4) as pool:
        found = Counter(status for each in pool.map(lambda _: row(shop, "twins", 500), range(4)) for status in each)
    assert found == {200: 2000}
    assert int(refused(shop)) - before > 500


def row(shop: World, service: str, number: int) -> list[int]:
    """The statuses of requests on one connection."""
    connection = http.client.HTTPConnection(HOST, shop.outbound["checkout-v1"], timeout=10)
    found = []
    for _ in range(number):
        connection.request("GET", "/", headers={"host": service})
        answer = connection.getresponse()
        answer.read()
        found.append(answer.status)
    connection.close()
    return found


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
        found = Counter(pool.map(lambda _: outbound(shop, "small", x_delay="0.3").status, range(8)))
    assert found[200] in (1, 2)
    assert found[503] == 8 - found[200]


def test_the_access_log_names_everything_in_the_meshs_words(shop: World) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    gateway(shop, "/api/cart?logged", traceparent=trace)
    outbound(shop, "checkout", "/logged")
    outbound(shop, "unknown", "/logged")
    line(shop.tcp["checkout-v1", "redis"], "logged")

    def found() -> list[dict[str, object]]:
        return [each for each in shop.log() if "logged" in str(each["path"]) or each["path"] is None]

    until(
        "everything is logged",
        lambda: {"gateway", "inbound", "outbound"} <= {str(each["direction"]) for each in found()},
    )
    until("connections are logged", lambda: any(each["path"] is None for each in found()))
    assert {frozenset(each) for each in shop.log()} == {frozenset(FIELDS)}
    words = ("direction", "virtual_node", "virtual_service", "gateway_route", "route", "target", "status")
    seen = {tuple(each[word] for word in words) for each in found()}
    assert seen >= {
        ("gateway", "public", "checkout", "api", "cart", "checkout-v2", 200),
        ("inbound", "checkout-v2", "checkout", None, "inbound", "checkout-v2", 200),
        ("outbound", "checkout-v1", "checkout", None, "main", "checkout-v1", 200),
        ("outbound", "checkout-v1", None, None, None, None, 403),
    }
    connections = {each[:-1] for each in seen if each[0] != "gateway" and each[2] == "redis"}
    assert connections >= {
        ("outbound", "checkout-v1", "redis", None, "main", "redis-v6"),
        ("inbound", "redis-v6", "redis", None, "inbound", "redis-v6"),
    }
    entry = next(each for each in found() if each["direction"] == "gateway")
    expected = {"mesh": "shop", "method": "GET", "host": "shop.example", "path": "/api/cart?logged", "trace_id": trace}
    assert {name: entry[name] for name in expected} == expected
    assert (entry["protocol"], entry["attempts"], type(entry["duration_ms"])) == ("HTTP/1.1", 1, int)
    inbound = next(each for each in found() if each["direction"] == "inbound" and each["virtual_node"] == "checkout-v2")
    assert (inbound["trace_id"], inbound["request_id"]) == (trace, entry["request_id"])


@pytest.fixture(scope="module")
def open_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A mesh whose egress is allowed, and which logs failures only."""
    node = VirtualNode("caller", RUN)
    mesh = Mesh("shop", virtual_nodes=[node], egress="allow", access_log=AccessLog(failures_only=True))
    apps = {"caller": Application("caller")}
    with world(environment(mesh), tmp_path_factory.mktemp("open"), apps, callers=["caller"]) as found:
        yield found


def test_egress_reaches_other_hosts_by_name(open_world: World) -> None:
    target = open_world.applications["caller"].port
    answer = ask(open_world.outbound["caller"], f"http://localhost:{target}/there?q", host=f"localhost:{target}")
    assert (answer.status, answer.got["path"]) == (200, "/there?q")


def test_egress_opens_tunnels(open_world: World) -> None:
    answer = tunnel(open_world.outbound["caller"], open_world.applications["caller"].port)
    assert (answer.status, answer.got["path"]) == (200, "/tunnelled")


def test_only_failures_are_logged(open_world: World) -> None:
    target = open_world.applications["caller"].port
    for status in ("200", "404", "399", "500"):
        found = ask(open_world.outbound["caller"], "/", host=f"localhost:{target}", x_status=status)
        assert str(found.status) == status
    until("the last is logged", lambda: 500 in [each["status"] for each in open_world.log()])
    assert [each["status"] for each in open_world.log() if each["method"] == "GET"] == [404, 500]


OWN = "/.well-known/meshwright/health"


@pytest.fixture
def node(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One virtual node with two listeners: one whose Envoy answers for it, one with a health page of its own."""
    listeners = [NodeListener(8080), NodeListener(9090, health_check=HealthCheck("/health"))]
    mesh = Mesh("shop", virtual_nodes=[VirtualNode("node", RUN, listeners=listeners)])
    with world(environment(mesh), tmp_path_factory.mktemp("node"), {"node": Application("node")}) as found:
        yield found


def health(node: World) -> Mapping[str, int]:
    return {
        "own": ask(node.inbound["node", 8080], OWN).status,
        "other's": ask(node.inbound["node", 9090], OWN).status,
        "page": ask(node.inbound["node", 9090], "/health").status,
    }


def test_an_envoy_answers_for_its_application(node: World) -> None:
    """200 while it accepts connections, 503 when it is gone, and again 200 when it is back."""
    until("the application is healthy", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})
    app = node.applications["node"]
    assert {each["path"] for each in app.seen} == {"/health"}
    app.stop()
    until("it is gone", lambda: health(node) == {"own": 503, "other's": 503, "page": 503})
    app.start()
    until("it is back", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})


def test_a_task_that_drains_is_unhealthy_at_once_and_still_answers(node: World) -> None:
    until("the application is healthy", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})
    node.envoy.ask("/healthcheck/fail", "POST")
    assert health(node) == {"own": 503, "other's": 503, "page": 503}
    assert ask(node.inbound["node", 8080], "/order").status == 200
    node.envoy.ask("/healthcheck/ok", "POST")
    assert health(node) == {"own": 200, "other's": 200, "page": 200}


def test_a_health_page_is_the_applications_own(node: World) -> None:
    until("the application is healthy", lambda: health(node) == {"own": 200, "other's": 200, "page": 200})
    assert ask(node.inbound["node", 9090], "/health", x_status="418").status == 418


def test_a_stream_may_be_silent_as_long_as_its_route_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    apps = {"quiet-v1": Application("quiet-v1"), "patient-v1": Application("patient-v1"), "caller": Application("c")}
    services = [
        Service("quiet", RUN, port=8080, timeout=Timeout("off", idle="300ms"), retry="off", health_check="off"),
        Service("patient", RUN, port=8080, timeout=Timeout("off", idle="off"), health_check="off"),
    ]
    mesh = Mesh("shop", services=services, virtual_nodes=[VirtualNode("caller", RUN, backends=["quiet", "patient"])])
    with world(environment(mesh), tmp_path_factory.mktemp("quiet"), apps, callers=["caller"]) as found:
        port = found.outbound["caller"]
        assert ask(port, host="quiet", x_delay="2").status == 504
        assert ask(port, host="patient", x_delay="2").status == 200
