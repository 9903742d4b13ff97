"""An environment with every kind of value, and random ones."""

from datetime import timedelta

from hypothesis import strategies as st

from meshwright import (
    Abort,
    AccessLog,
    ConnectionPool,
    Container,
    Delay,
    DirectResponse,
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
    Local,
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
    Scale,
    Secret,
    Service,
    Target,
    Task,
    Timeout,
    Version,
    VirtualGateway,
    VirtualNode,
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

RICH = Environment(
    "prod",
    Mesh(
        "shop",
        services=[
            Service(
                "web",
                port=8080,
                versions=[
                    Version("v1", Container(Given("image"), ["run"], {"B": Given("b")}, {"C": Secret("c", "k")})),
                    Version("v2", Process(["python", "-c", "pass"], {"A": "é: #"}, 2, "apps")),
                    Version("open"),
                ],
                routes=[
                    Route(
                        "all",
                        to={"v1": 1, "v2": 1},
                        when=[
                            path.starts_with("/a"),
                            method.equals("GET"),
                            scheme.equals("https"),
                            ~header("x-n").between(-1, 9),
                            header("y").matches("a|b"),
                            ~cookie("c").exists(),
                            query("q").equals("1 2"),
                        ],
                        priority=0,
                        mirror=Mirror("open", share=0.5),
                        request_headers=HeaderChanges({"X-A": "50 %"}, {"x-b": '"'}, ["x-c"]),
                        response_headers="off",
                        rate_limit=RateLimit(6, per="1m", burst=3, client=header("X-User")),
                        fault=Fault(Delay("2s", 0.01), Abort(503), [header("x-f").exists(), ~header("x-g").equals("")]),
                    ),
                    Route("ended", when=path.starts_with("/v1/"), respond=DirectResponse(410, "Ended: é\n")),
                    Route(
                        "moved",
                        when=path.starts_with("/old/"),
                        redirect=Redirect(host="new.example", port=81, prefix="/new/", query="off", status=308),
                    ),
                    Route(
                        "port", to=[Target("open", 3, port=8080)], when=port.equals(8080), retry="off", timeout="off"
                    ),
                ],
                retry=Retry(3, ["server-error", "unavailable"], "250ms"),
                timeout=Timeout("1m", "off"),
                health_check=HealthCheck("/health", "1m", timedelta(milliseconds=1), 1, 10),
                outlier_detection=OutlierDetection(3, "1s", "1h", 34),
                connection_pool=ConnectionPool(1, 2, 3),
                access_log="off",
                calls=["db", "old.example"],
            ),
            Service("db", Host("db.example", tls=False), port=5432, protocol="tcp", timeout=Timeout(idle="2h")),
        ],
        gateways=[
            Gateway(
                "public",
                routes=[
                    GatewayRoute(
                        "a", to="web", when=host.ends_with(".example"), rewrite=Rewrite("/b", host="off"), port=8080
                    ),
                    GatewayRoute(
                        "b",
                        to="web",
                        when=path.equals("/x"),
                        rewrite=Rewrite(path="/y"),
                        rate_limit=RateLimit(6, client="address"),
                    ),
                    GatewayRoute("d", when=path.equals("/d"), redirect=Redirect(scheme="https", path="/e?f=g")),
                    GatewayRoute("c", to="web", rewrite="off", response_headers=HeaderChanges(remove=["x-c"])),
                ],
            )
        ],
        virtual_services=[VirtualService("old.example", node="old"), VirtualService("later")],
        virtual_nodes=[VirtualNode("old", listeners=[NodeListener(80, timeout="3d")], backends=["db"])],
        virtual_gateways=[
            VirtualGateway("Inner_GW", listeners=[GatewayListener(81, "grpc", connection_pool=ConnectionPool(5))])
        ],
        egress="allow",
        retry="off",
        access_log=AccessLog(failures_only=True),
        response_headers=HeaderChanges(add={"set-cookie": "a=b; c"}),
    ),
    platform=Fargate("eu-west-1", tasks={"*": Task(0.25, "512MiB", Scale(1)), "web-v1": Task(scale=Scale(0, 5))}),
)


NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9]", fullmatch=True)
DURATIONS = st.integers(1, 3650 * 86_400_000).map(lambda value: timedelta(milliseconds=value)) | st.just("off")
TEXTS = st.text(max_size=12)


@st.composite
def environments(draw: st.DrawFn) -> Environment:
    """Small meshes with odd texts and durations in all their corners."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    weights = draw(st.tuples(st.integers(0, 100), st.integers(1, 100)))
    services = []
    for name in names:
        runs = Container(
            draw(TEXTS), draw(st.lists(TEXTS, max_size=2)), draw(st.dictionaries(TEXTS, TEXTS, max_size=2))
        )
        routes = [
            Route(
                "odd",
                when=[header("x").equals(draw(TEXTS)), query("y").equals(draw(TEXTS))],
                to="v1",
                timeout=draw(DURATIONS),
            ),
            Route("main", to={"v1": weights[0], "v2": weights[1]}, retry=Retry(draw(st.integers(0, 10)))),
        ]
        versions = [Version("v1", runs), Version("v2", Process(["x", draw(TEXTS)]))]
        timeout = Timeout(draw(DURATIONS), draw(DURATIONS | st.none()))
        services.append(
            Service(
                name,
                port=draw(st.integers(1, 65535)),
                versions=versions,
                routes=routes,
                timeout=timeout,
                calls=draw(st.lists(st.sampled_from(names), max_size=3)),
            )
        )
    return Environment("test", Mesh("m", services=services), platform=Local({"*": Process([draw(TEXTS)])}))
