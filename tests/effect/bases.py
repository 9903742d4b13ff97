"""Meshes in which every type of the description stands in every place, with every option set."""

from typing import Any

from meshwright import (
    Abort,
    AccessLog,
    AppConfig,
    Condition,
    ConnectionPool,
    Container,
    Delay,
    DirectResponse,
    Ec2,
    Environment,
    Fargate,
    Fault,
    Gateway,
    GatewayListener,
    GatewayRoute,
    Given,
    HeaderChanges,
    HealthCheck,
    Host,
    Images,
    Inline,
    Local,
    Logs,
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
    Scale,
    Secret,
    Service,
    Target,
    Task,
    Timeout,
    Tracing,
    Version,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
)
from meshwright.units import Protocol


def _conditions(protocol: Protocol) -> list[Condition]:
    if protocol == "tcp":
        return [port.equals(8080)]
    return [
        path.starts_with("/a"),
        method.equals("POST"),
        scheme.equals("https"),
        header("x-a").between(1, 9),
        cookie("c").equals("b"),
        query("q").exists(),
        ~header("x-b").starts_with("z"),
    ]


def _on_routes(seconds: int = 9) -> dict[str, Any]:
    return {
        "retry": Retry(1, ["connection-error"], "2s"),
        "timeout": Timeout(f"{seconds}s", f"{seconds}9s"),
        "request_headers": HeaderChanges({"x-of": f"{seconds}"}, {"x-more": "1"}, ["x-less"]),
        "response_headers": HeaderChanges({"x-of": f"{seconds}"}, {"x-more": "1"}, ["x-less"]),
        "rate_limit": RateLimit(seconds, per="3s", burst=5, client=header("x-user")),
        "fault": Fault(Delay(f"{seconds}ms", 5), Abort(503, 1), header("x-fault").exists()),
    }


def _on_listeners() -> dict[str, Any]:
    return {
        "health_check": HealthCheck(None, "7s", "3s", 3, 4),
        "outlier_detection": OutlierDetection(7, "11s", "31s", 40),
        "connection_pool": ConnectionPool(),
    }


def _services(protocol: Protocol) -> list[Service]:
    routes = [
        Route("beta", when=_conditions(protocol), to="v2", priority=1, **_on_routes()),
        Route(
            "gamma", when=_conditions(protocol)[0], to={"v1": 10, "v2": 20}, priority=2, mirror=Mirror("v2", share=7)
        ),
        Route("main", to=[Target("v1", 90), Target("v2", 10, 8080)]),
    ]
    if protocol != "tcp":
        routes.insert(2, Route("ended", when=path.equals("/ended"), respond=DirectResponse(410, "It has ended.")))
    if protocol in ("http", "http2"):
        moved = Redirect(scheme="https", host="new.example", port=8443, prefix="/new/", query="off", status=302)
        routes.insert(2, Route("moved", when=path.starts_with("/moved/"), redirect=moved))
    web = Container("shop/web", ["serve"], {"A": "b", "C": Given("c")}, {"S": Secret("s", "k")})
    shared = {**_on_routes(8), **_on_listeners(), "access_log": AccessLog(True), "protocol": protocol}
    return [
        Service(
            "web",
            port=8080,
            versions=[Version("v1", web), Version("v2", Container("w2"))],
            routes=routes,
            calls=["pay", "leaf", "by-router", "by-node", "by-outside"],
            **shared,
        ),
        Service("pay", Host("pay.example", tls=True), port=444, **shared),
        Service("leaf", Container("leaf"), port=8081, protocol=protocol, calls=["web"]),
        Service("site", Container("site"), port=8082, protocol="http" if protocol == "tcp" else protocol),
    ]


def _raw(protocol: Protocol) -> dict[str, Any]:
    of_http = [port.equals(8080)] if protocol == "tcp" else [port.equals(8080), path.equals("/x")]
    listener: dict[str, Any] = {"timeout": Timeout("8s", "88s"), **_on_listeners()}
    return {
        "virtual_nodes": [
            VirtualNode(
                "n",
                Container("n"),
                listeners=[NodeListener(8080, protocol, **listener), NodeListener(9090, protocol)],
                backends=["web"],
                access_log=AccessLog(True),
            ),
            VirtualNode(
                "outside",
                Host("out.example"),
                listeners=[NodeListener(8080, protocol, **listener)],
                backends=["web"],
                access_log=AccessLog(True),
            ),
        ],
        "virtual_routers": [
            VirtualRouter(
                "r",
                listeners=[RouterListener(8080, protocol), RouterListener(9090, protocol)],
                routes=[
                    Route("one", when=of_http, to=[Target("n", 50, 8080), Target("outside", 50)], **_on_routes()),
                    Route("two", when=port.equals(9090), to="n", mirror=Mirror("n", share=30, port=8080)),
                    Route("all", to=[Target("outside", 1), Target("n", 1, 8080)]),
                ],
            )
        ],
        "virtual_services": [
            VirtualService("by-router", router="r"),
            VirtualService("by-node", node="n"),
            VirtualService("by-outside", node="outside"),
        ],
    }


def _gateway_routes(to: str) -> list[GatewayRoute]:
    return [
        GatewayRoute("prefix", when=path.starts_with("/p/"), to=to, rewrite=Rewrite("/v2/"), priority=5),
        GatewayRoute(
            "exact",
            when=path.equals("/e"),
            to=to,
            rewrite=Rewrite(path="/f", host="off"),
            request_headers=HeaderChanges({"x-at": "gateway"}, {"x-also": "1"}, ["x-out"]),
            response_headers=HeaderChanges({"x-at": "gateway"}, {"x-also": "1"}, ["x-out"]),
            rate_limit=RateLimit(5, per="3s", burst=6, client=header("x-key")),
        ),
        GatewayRoute("ended", when=path.equals("/ended"), respond=DirectResponse(410, "It has ended.")),
        GatewayRoute("host", when=host.equals("h.example"), to=to, rewrite=Rewrite(), priority=6),
        GatewayRoute("plain", when=[host.ends_with(".example"), path.starts_with("/q")], to=to),
    ]


def base(protocol: Protocol) -> Environment:
    """A mesh of one protocol, on Fargate."""
    to, asked = ("site", "http") if protocol == "tcp" else ("by-router", protocol)
    listeners: list[Any] = [
        GatewayListener(9080, asked, connection_pool=ConnectionPool()),  # type: ignore[arg-type]
        GatewayListener(9081, asked),  # type: ignore[arg-type]
    ]
    public = Gateway("public", port=8080, protocol=asked, routes=_gateway_routes(to), access_log=AccessLog(True))  # type: ignore[arg-type]
    edge = VirtualGateway("edge", listeners=listeners, routes=_gateway_routes(to), access_log=AccessLog(True))
    return Environment(
        "test",
        Mesh(
            "shop",
            services=_services(protocol),
            gateways=[public],
            virtual_gateways=[edge],
            access_log="off",
            retry=Retry(5, per_try="3s"),
            fault=Fault(Delay("1s", 3)),
            rate_limit=RateLimit(50, burst=60),
            timeout=Timeout("29s", "299s"),
            request_headers=HeaderChanges({"x-mesh": "shop"}),
            response_headers=HeaderChanges({"x-mesh": "shop"}),
            **_raw(protocol),
        ),
        platform=Fargate("eu-west-1", {"*": Task(0.5, "1GiB", Scale(2, 4)), "n": Task(1, "2GiB")}),
        images=Images("registry.example", "1.5"),
        logs=Logs("90d"),
        tracing=Tracing("7%"),
        delivery=AppConfig(step=10, over="5m", bake="5m"),
    )


def _two(**fields: Any) -> Mesh:
    api = Service("api", Container("api"), port=8081, calls=["web"])
    public = Gateway(
        "public",
        port=8088,
        routes=[
            GatewayRoute("api", when=path.starts_with("/a"), to="api", priority=5),
            GatewayRoute("web", to="web", priority=7),
        ],
    )
    return Mesh(
        "shop", services=[Service("web", port=8080, calls=["api"], **fields), api], gateways=[public], access_log="off"
    )


def on_ec2() -> Environment:
    """A small mesh on EC2, with its configuration in the task definitions."""
    mesh = _two(runs=Container("web"))
    platform = Ec2("eu-west-1", {"web": Task(0.5, "1GiB", Scale(2, 4))}, load_balancers={})
    return Environment("test", mesh, platform=platform, images=Images(), delivery=Inline())


def on_this_machine() -> Environment:
    """A small mesh of processes."""
    mesh = _two(runs=Process(["web"], {"A": "b"}, 2, "/tmp"))
    return Environment("test", mesh, platform=Local({"api": Process(["api"], {"A": "b"}, 2, "/tmp")}))
