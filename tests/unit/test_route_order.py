"""Routes without a priority: sugar tries them as written, App Mesh's terms by the length of their paths."""

import pytest

from meshwright import (
    Condition,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayListener,
    GatewayRoute,
    Mesh,
    NodeListener,
    Route,
    RouterListener,
    Service,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    header,
    path,
    validate,
)

Written = list[tuple[str, Condition | list[Condition] | None, int | None]]

ORDERS: list[tuple[Written, list[str]]] = [
    ([("all", path.starts_with("/"), None), ("api", path.starts_with("/api"), None)], ["api", "all"]),
    ([("all", None, None), ("api", path.starts_with("/api"), None)], ["api", "all"]),
    (
        [
            ("a", path.starts_with("/a"), None),
            ("abc", path.starts_with("/abc"), None),
            ("ab", path.equals("/ab"), None),
        ],
        ["abc", "ab", "a"],
    ),
    ([("prefix", path.starts_with("/ab"), None), ("exact", path.equals("/ab"), None)], ["exact", "prefix"]),
    ([("all", None, 5), ("api", path.starts_with("/api"), None)], ["all", "api"]),
    ([("low", path.starts_with("/long/path"), 9), ("first", path.starts_with("/"), 0)], ["first", "low"]),
    (
        [("beta", header("x-beta").exists(), None), ("all", None, None), ("one", [path.starts_with("/1")], None)],
        ["one", "beta", "all"],
    ),
]


def environment(written: Written) -> Environment:
    web = Service(
        "web",
        Container("w"),
        port=8080,
        routes=[Route(name, when=when, priority=priority, to="v1") for name, when, priority in written],
    )
    router = VirtualRouter(
        "r",
        listeners=[RouterListener(8080)],
        routes=[Route(name, when=when, priority=priority, to="n") for name, when, priority in written],
    )
    node = VirtualNode("n", Container("n"), listeners=[NodeListener(8080)])
    routes = [
        GatewayRoute(name, when=when, priority=priority, to="raw", rewrite="off") for name, when, priority in written
    ]
    return Environment(
        "test",
        Mesh(
            "shop",
            services=[web],
            gateways=[Gateway("sugar", routes=routes), Gateway("to-web", routes=[GatewayRoute("all", to=web)])],
            virtual_nodes=[node],
            virtual_routers=[router],
            virtual_services=[VirtualService("raw", router="r")],
            virtual_gateways=[VirtualGateway("edge", listeners=[GatewayListener(8080)], routes=routes)],
        ),
        platform=Fargate("eu-west-1"),
    )


@pytest.mark.parametrize(("written", "expected"), ORDERS, ids=str)
def test_the_order_in_which_routes_are_tried(written: Written, expected: list[str]) -> None:
    plan, _ = validate(environment(written))
    assert plan is not None
    routers = {each.name: [route.name for route in each.routes] for each in plan.virtual_routers}
    gateways = {each.name: [route.name for route in each.routes] for each in plan.virtual_gateways}
    as_written = sorted(written, key=lambda each: (each[2] is None, each[2] or 0))
    assert routers["r"] == gateways["edge"] == expected
    assert routers["web"] == gateways["sugar"] == [name for name, _, _ in as_written]


def test_advice_speaks_of_the_order_that_sugar_keeps_and_not_of_app_mesh_s() -> None:
    _, problems = validate(environment(ORDERS[0][0]))
    shown = [(each.code, each.path[:2]) for each in problems]
    assert shown == [("MW201", ("services", 0)), ("MW201", ("gateways", 0))]
