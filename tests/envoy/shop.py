"""One described mesh with something of everything, for all tests that change nothing in it."""

import http.client
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.waiting import until

from meshwright import (
    Abort,
    ConnectionPool,
    Delay,
    DirectResponse,
    Environment,
    Fault,
    Gateway,
    GatewayListener,
    GatewayRoute,
    HeaderChanges,
    Host,
    Mesh,
    Mirror,
    NodeListener,
    OutlierDetection,
    Process,
    RateLimit,
    Redirect,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Service,
    Version,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    header,
    host,
    method,
    path,
    port,
)
from meshwright.envoy.snapshot import Resource

from .validate import free_ports
from .world import HOST, Answer, Application, World, ask, world

RUN = Process(["app"])
TRIED = [header("x-chaos").equals("yes"), ~header("x-user").starts_with("vip")]
"""The requests that faults are made for."""

OF_TENANTS = RateLimit(2, per="1h", client=header("x-tenant"))
OF_ADDRESSES = RateLimit(3, per="1h", client="address")


def listener(name: str, port: int, action: Resource, **manager: object) -> Resource:
    """A plain listener of Envoy, with one thing that it does with every request."""
    types = "type.googleapis.com/envoy.extensions.filters."
    route = {"match": {"prefix": "/"}, **action}
    config = {
        "@type": f"{types}network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": name,
        "http_filters": [{"name": "router", "typed_config": {"@type": f"{types}http.router.v3.Router"}}],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
        **manager,
    }
    return {
        "@type": "type.googleapis.com/envoy.config.listener.v3.Listener",
        "name": name,
        "address": {"socket_address": {"address": HOST, "port_value": port}},
        "filter_chains": [{"filters": [{"name": "http", "typed_config": config}]}],
    }


def extra(fast: int, trusting: int) -> Resource:
    """An application that speaks HTTP/2 and says in which protocol it was asked, and a gateway that trusts this machine."""
    asked = {"response_headers_to_add": [{"header": {"key": "x-asked-in", "value": "%PROTOCOL%"}}]}
    trusted = {"cidr_ranges": [{"address_prefix": "127.0.0.0", "prefix_len": 8}]}
    to = {"route": {"cluster": "checkout-v1:application_8080"}}
    return {
        "fast": listener("fast", fast, {"direct_response": {"status": 200}} | asked),
        "trusting": listener("trusting", trusting, to, use_remote_address=True, internal_address_config=trusted),
    }


class Numbered(Application):
    """Not started: only the port of an application that is not one of ours."""

    def __init__(self, port: int) -> None:
        self.port = port


@contextmanager
def running_shop(folder: Path) -> Iterator[World]:
    """The mesh, running, with everything in it healthy."""
    public, narrow, wide, fast, closed, trusting = free_ports(6)
    apps: dict[str, Application] = {
        name: Application(name) for name in ("web-v1", "checkout-v1", "checkout-v2", "small-v1")
    }
    apps |= {name: Application(name) for name in ("moved-new", "outside", "plain", "other", "good")}
    apps |= {name: Application(name, tcp=True) for name in ("redis-v6", "redis-v7")}
    apps |= {name: Application(name, status=500) for name in ("bad", "checkout-v3")} | {"fast-v1": Numbered(fast)}
    slowly = Retry(1, on=["server-error"], per_try="1s")
    web = Service("web", RUN, port=8080)
    checkout = Service(
        "checkout",
        port=8080,
        versions=[Version("v1", RUN), Version("v2", RUN), Version("v3", RUN)],
        routes=[
            Route("cart", when=path.starts_with("/cart"), to="v2"),
            Route("late", when=path.starts_with("/late"), to="v1", fault=Fault(Delay("700ms"), when=TRIED)),
            Route("broken", when=path.starts_with("/broken"), to="v1", fault=Fault(abort=Abort(418), when=TRIED)),
            Route("often", when=path.starts_with("/often"), to="v1", fault=Fault(abort=Abort(503, share=30))),
            Route("never", when=path.starts_with("/never"), to="v1", fault=Fault(abort=Abort(503, share=0))),
            Route("few", when=path.starts_with("/few"), to="v1", retry=Retry(2), rate_limit=RateLimit(2, per="1h")),
            Route("each", when=path.starts_with("/each"), to="v1", rate_limit=OF_TENANTS),
            Route("copied", when=path.starts_with("/copied"), to="v1", mirror=Mirror("v3")),
            Route("some", when=path.starts_with("/some"), to="v1", mirror=Mirror("v3", share=30)),
            Route("none", when=path.starts_with("/none"), to="v1", mirror=Mirror("v3", share=0)),
            Route("about", when=path.equals("/about"), to="v2"),
            Route("ended", when=path.starts_with("/ended/"), respond=DirectResponse(410, "Ended: 100 %.")),
            Route(
                "away", when=path.starts_with("/away"), redirect=Redirect(prefix="/", host="new.example", status=308)
            ),
            Route(
                "changed",
                when=path.starts_with("/changed"),
                to="v1",
                timeout="1s",
                request_headers=HeaderChanges({"x-env": "100 %PROTOCOL%"}, {"x-tag": "route"}, ["x-hidden"]),
                response_headers=HeaderChanges({"x-env": "prod"}, remove=["x-powered-by"]),
            ),
            Route("main", to="v1", timeout="2s"),
        ],
        retry="off",
        calls=["checkout", "fast", "small", "redis", "twins", "sick", "slow", "multi", "moved"],
    )
    moved = Service(
        "moved",
        port=apps["outside"].port,
        versions=[Version("old", Host("localhost")), Version("new", RUN)],
        routes=[
            Route("out", when=path.starts_with("/out"), to="new", mirror=Mirror("old")),
            Route("in", when=path.starts_with("/in"), to="old", mirror=Mirror("new")),
            Route("main", to={"old": 50, "new": 50}),
        ],
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
        GatewayRoute(
            "front",
            when=path.starts_with("/front/"),
            to=checkout,
            request_headers=HeaderChanges({"x-env": "gateway", "x-at": "gateway"}),
            response_headers=HeaderChanges({"x-env": "gateway"}),
        ),
        GatewayRoute("near", when=path.starts_with("/near/"), to=checkout, rate_limit=OF_ADDRESSES),
        GatewayRoute("old", when=path.starts_with("/old"), to=web, rewrite=Rewrite("/new")),
        GatewayRoute("buy", when=path.equals("/buy"), to=checkout, rewrite=Rewrite(path="/cart/full")),
        GatewayRoute("faq", when=path.matches("/(faq|help)"), to=web, rewrite=Rewrite(path="/support")),
        GatewayRoute(
            "page",
            when=path.equals("/page"),
            respond=DirectResponse(200, "<p>Hi</p>"),
            response_headers=HeaderChanges({"content-type": "text/html"}),
        ),
        GatewayRoute("find", when=path.equals("/find"), redirect=Redirect(scheme="https", path="/search", query="off")),
        GatewayRoute("orders", when=path.starts_with("/orders"), to=orders),
        GatewayRoute("secret", when=header("x-secret").exists(), to=checkout, rewrite="off"),
        GatewayRoute("rest", to=web),
    ]
    doors = VirtualGateway(
        "doors",
        listeners=[GatewayListener(narrow, connection_pool=ConnectionPool(1, pending=1)), GatewayListener(wide)],
        routes=[GatewayRoute("all", to=checkout)],
    )
    mesh = Mesh(
        "shop",
        services=services,
        virtual_gateways=[doors],
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
    more = {"listeners": extra(fast, trusting)}
    with world(Environment("test", mesh), folder, apps, callers=["checkout-v1"], direct=direct, more=more) as found:
        found.inbound["public", 0], found.inbound["trusting", 0] = found.inbound["public", public], trusting
        found.inbound |= {("narrow", 0): found.inbound["doors", narrow], ("wide", 0): found.inbound["doors", wide]}
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
