"""What an explanation says. That it says what Envoy does is tried in tests/envoy/test_explain_agrees.py."""

import json
from typing import Any

import pytest

from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import Destination, NotExplainable, Request, Retry, Step, explain, explain_tcp

NETWORK = "type.googleapis.com/envoy.extensions.filters.network."
ROUTER = {
    "name": "envoy.filters.http.router",
    "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"},
}
DEBUG: Resource = {
    "name": "debug",
    "match": {"prefix": "/", "headers": [{"name": "x-debug", "string_match": {"exact": "v2"}}]},
    "route": {"cluster": "checkout-v2", "timeout": "60s", "idle_timeout": "0s"},
}
MAIN: Resource = {
    "name": "main",
    "match": {"prefix": "/"},
    "route": {
        "weighted_clusters": {
            "clusters": [{"name": "checkout-v1", "weight": 3}, {"name": "checkout-v2", "weight": 1}],
        },
        "retry_policy": {
            "num_retries": 2,
            "retry_on": "gateway-error,retriable-status-codes",
            "per_try_timeout": "0.250s",
            "retriable_status_codes": [409],
        },
    },
    "metadata": {"filter_metadata": {"meshwright": {"virtual_service": "checkout", "route": "main", "n": 1}}},
}


def listener(name: str, filter_type: str, port: int = 15001, **config: Any) -> Resource:
    typed = {"@type": NETWORK + filter_type, **config}
    address = {"socket_address": {"address": "127.0.0.1", "port_value": port}}
    return {"name": name, "address": address, "filter_chains": [{"filters": [{"name": "x", "typed_config": typed}]}]}


def web(name: str = "outbound", **config: Any) -> Resource:
    kind = "http_connection_manager.v3.HttpConnectionManager"
    return listener(name, kind, rds={"route_config_name": "outbound"}, http_filters=[ROUTER], **config)


def snapshot(*routes: Resource, listeners: tuple[Resource, ...] = (web(),), **host: Any) -> Snapshot:
    hosts = [{"name": "checkout", "domains": ["checkout.shop"], "routes": list(routes or (DEBUG, MAIN)), **host}]
    return Snapshot(
        "web-v1",
        {
            "clusters": {name: {"name": name} for name in ("checkout-v1", "checkout-v2")},
            "listeners": {each["name"]: each for each in listeners},
            "routes": {"outbound": {"name": "outbound", "virtual_hosts": hosts}},
        },
    )


def get(url: str = "http://checkout.shop/cart?x=1", *headers: str) -> Request:
    return Request.parse("get", url, headers)


def test_where_a_request_goes() -> None:
    said = explain(snapshot(), get("http://checkout.shop/cart?x=1", "x-debug: v1"))
    assert (said.proxy, said.listener, said.outcome, said.status) == ("web-v1", "outbound", "routed", None)
    assert (said.virtual_host, said.route) == ("checkout", "main")
    assert said.metadata == {"virtual_service": "checkout", "route": "main"}
    assert said.steps == (Step("debug", "header x-debug: found 'v1', wanted exactly 'v2'"),)
    assert said.destinations == (
        Destination("checkout-v1", 3, 0.75, "checkout.shop"),
        Destination("checkout-v2", 1, 0.25, "checkout.shop"),
    )
    assert said.path == "/cart?x=1"
    assert said.retry == Retry(2, "gateway-error,retriable-status-codes", 0.25, (409,))
    assert (said.timeout, said.idle_timeout) == (15.0, 300.0)
    assert json.loads(json.dumps(said.to_json()))["destinations"][0]["share"] == 0.75


def test_changed_headers_are_told_in_the_words_of_the_description() -> None:
    added = [
        {"header": {"key": "X-Env", "value": "50 %%"}, "append_action": "OVERWRITE_IF_EXISTS_OR_ADD"},
        {"header": {"key": "x-tag", "value": "a"}},
        {"header": {"key": "x-tag", "value": "b"}},
    ]
    route = MAIN | {"request_headers_to_add": added, "request_headers_to_remove": ["X-Gone"]}
    said = explain(snapshot(route, response_headers_to_remove=["x-back"]), get())
    assert list(map(str, said.request_headers)) == ["sets x-env to 50 %", "removes x-gone", "adds a and b to x-tag"]
    assert list(map(str, said.response_headers)) == ["removes x-back"]


@pytest.mark.parametrize(
    "header",
    [
        {"header": {"key": "x-env", "value": "%PROTOCOL%"}},
        {"header": {"key": "x-env", "value": "a"}, "append_action": "ADD_IF_ABSENT"},
        {"header": {"key": "x-env", "value": "a"}, "keep_empty_value": True},
    ],
)
def test_a_header_that_depends_on_the_request_stops_the_explainer(header: Resource) -> None:
    with pytest.raises(NotExplainable):
        explain(snapshot(MAIN | {"request_headers_to_add": [header]}), get())


def test_what_a_route_says_goes_before_its_surroundings() -> None:
    policy = {"retry_on": "5xx"}
    given = snapshot(retry_policy=policy, listeners=(web(stream_idle_timeout="7s"),))
    debug = explain(given, get("http://checkout.shop/", "x-debug: v2"))
    assert (debug.timeout, debug.idle_timeout, debug.retry) == (60.0, None, Retry(1, "5xx"))
    main = explain(given, get())
    assert (main.idle_timeout, main.retry and main.retry.num_retries) == (7.0, 2)


@pytest.mark.parametrize(
    ("match", "reason"),
    [
        ({"path": "/a"}, "path: found '/cart', wanted exactly '/a'"),
        ({"prefix": "/a"}, "path: found '/cart', wanted a path that starts with '/a'"),
        ({"path_separated_prefix": "/car"}, "path: found '/cart', wanted this path or one below it: '/car'"),
        ({"safe_regex": {"regex": "/c"}}, "path: found '/cart', wanted all of it to match '/c'"),
        ({"connect_matcher": {}}, "path: found '/cart', wanted a CONNECT request"),
        ({"headers": [{"name": "x-b"}]}, "header x-b: absent, wanted the header to be there"),
        (
            {"headers": [{"name": "x-a", "present_match": False}]},
            "header x-a: found '1' and '2', wanted no such header",
        ),
        (
            {"headers": [{"name": "x-a", "range_match": {"start": 5, "end": 9}}]},
            "header x-a: found '1' and '2', wanted a whole number from 5 to below 9",
        ),
        (
            {"headers": [{"name": "x-a", "string_match": {"prefix": "1"}, "invert_match": True}]},
            "header x-a: found '1' and '2', wanted anything but a text that starts with '1'",
        ),
        (
            {"query_parameters": [{"name": "x", "string_match": {"exact": "Y", "ignore_case": True}}]},
            "query parameter x: found '1', wanted exactly 'Y', in any case",
        ),
        ({"query_parameters": [{"name": "y"}]}, "query parameter y: absent, wanted the parameter to be there"),
        ({"cookies": [{"name": "k", "string_match": {"exact": "v"}}]}, "cookie k: absent, wanted exactly 'v'"),
        ({"grpc": {}}, "content-type: absent, wanted gRPC"),
    ],
)
def test_why_a_route_does_not_match(match: Resource, reason: str) -> None:
    path = (
        {}
        if any("path" in key or key in ("prefix", "safe_regex", "connect_matcher") for key in match)
        else {"prefix": "/"}
    )
    route = {"name": "r", "match": path | match, "route": {"cluster": "checkout-v1"}}
    said = explain(snapshot(route), get("http://checkout.shop/cart?x=1", "x-a: 1", "x-a: 2"))
    assert (said.outcome, said.status, said.steps) == ("no_route", 404, (Step("r", reason),))


def test_why_not() -> None:
    assert explain(snapshot(), get("http://other.shop/")).outcome == "no_virtual_host"
    assert explain(snapshot(), get("http://checkout.shop/#here")).status == 400
    missing = explain(snapshot(), get(), listener="inbound")
    assert (missing.outcome, missing.reason) == ("no_listener", "there is no listener 'inbound'; there are: outbound")
    assert explain(snapshot(listeners=()), get()).reason == "web-v1 has no HTTP listener"
    lost = {"name": "r", "match": {"prefix": "/"}, "route": {"cluster": "gone"}}
    assert (explain(snapshot(lost), get()).outcome, explain(snapshot(lost), get()).status) == ("no_cluster", 503)
    off = {"weighted_clusters": {"clusters": [{"name": "checkout-v1", "weight": 0}]}}
    assert explain(snapshot({**lost, "route": off}), get()).reason == "all weights are 0"
    denied = {"name": "r", "match": {"prefix": "/"}, "direct_response": {"status": 403}}
    assert (explain(snapshot(denied), get()).outcome, explain(snapshot(denied), get()).status) == (
        "direct_response",
        403,
    )
    grpc = explain(snapshot(), get("http://other.shop/", "content-type: application/grpc"))
    assert (grpc.status, grpc.grpc_status) == (200, 12)


def test_a_post_that_may_be_executed_again() -> None:
    def noted(method: str, on: str | None) -> list[str]:
        action = {"cluster": "checkout-v1"} | ({"retry_policy": {"retry_on": on, "num_retries": 2}} if on else {})
        known = snapshot({"name": "main", "match": {"prefix": "/"}, "route": action})
        return list(explain(known, Request(method, "http://checkout.shop/")).notes)

    again = "a POST that fails while an application works on it may be executed 3 times"
    assert noted("POST", "reset") == [again]
    assert noted("POST", "connect-failure,5xx") == [again]
    assert noted("POST", "connect-failure,refused-stream") == []
    assert noted("POST", None) == []
    assert noted("GET", "reset") == []


def test_notes() -> None:
    said = explain(snapshot(), get("http://checkout.shop/", "host: other.shop", "x-envoy-max-retries: 9"))
    assert said.virtual_host == "checkout"
    assert [note.split(":")[0] for note in said.notes] == [
        "x-envoy-max-retries",
        "the host header 'other.shop' is ignored",
    ]


def test_the_only_http_listener_is_meant() -> None:
    several = snapshot(listeners=(web("a"), web("b")))
    with pytest.raises(ValueError, match="several HTTP listeners, say which: a, b"):
        explain(several, get())
    assert explain(several, get(), "b").listener == "b"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (snapshot({**MAIN, "match": {"prefix": "/", "runtime_fraction": {}}}), "runtime_fraction in a route match"),
        (snapshot({**MAIN, "match": {"prefix": "/no", "filter_state": []}}), "filter_state in a route match"),
        (snapshot({**MAIN, "match": {"prefix": "/", "headers": [{"name": "x", "new": 1}]}}), "new in a header match"),
        (
            snapshot({**MAIN, "match": {"prefix": "/", "headers": [{"name": "x-request-id", "present_match": True}]}}),
            "x-request-id",
        ),
        (
            snapshot({**MAIN, "match": {"prefix": "/", "cookies": [{"name": "k", "new": 1}]}}),
            "new in a cookie match",
        ),
        (
            snapshot(
                {**MAIN, "match": {"prefix": "/", "query_parameters": [{"name": "x", "string_match": {"custom": 1}}]}}
            ),
            "custom in a string match",
        ),
        (snapshot({**MAIN, "route": {"cluster_header": "x"}}), "cluster_header in the action of the route main"),
        (snapshot({**MAIN, "new_action": {}}), "new_action in the route main"),
        (snapshot(require_tls="ALL"), "require_tls"),
        (snapshot(listeners=(web(scoped_routes={}),)), "scoped_routes in the HTTP connection manager"),
        (
            snapshot(listeners=({**web(), "filter_chains": web()["filter_chains"] * 2},)),
            "filter chains in the listener outbound",
        ),
    ],
)
def test_what_is_not_known_is_named(given: Snapshot, named: str) -> None:
    with pytest.raises(NotExplainable, match=named):
        explain(given, get())


def test_unknown_http_filter() -> None:
    manager = web()
    manager["filter_chains"][0]["filters"][0]["typed_config"]["http_filters"] = [
        {"name": "lua", "typed_config": {"@type": "x"}}
    ]
    with pytest.raises(NotExplainable, match="the HTTP filter lua"):
        explain(snapshot(listeners=(manager,)), get())


@pytest.mark.parametrize(
    ("method", "url", "headers", "message"),
    [
        ("GE T", "http://a/", [], "not an HTTP method"),
        ("GET", "http://a/b c", [], "no spaces"),
        ("GET", "a/b", [], "starts with"),
        ("GET", "ftp://a/", [], "starts with"),
        ("GET", "http:///b", [], "names no host"),
        ("GET", "/b", [], "host header"),
        ("GET", "/b", ["host: a", "Host: b"], "host header"),
        ("GET", "http://a?x=1", [], "write a '/'"),
        ("GET", "http://me@a/", [], "user"),
        ("GET", "http://a/", ["x-a"], "no colon"),
        ("GET", "http://a/", ["x a: 1"], "not a header name"),
        ("GET", "http://a/", ["x-a: 1\r\nx-b: 2"], "control characters"),
    ],
)
def test_what_is_no_request(method: str, url: str, headers: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Request.parse(method, url, headers)


def test_a_request_is_what_was_typed() -> None:
    request = Request.parse("get", "HTTP://Shop.example:80", ["X-A: 1", "x-a:", "x-b:a:b"])
    assert request == Request("GET", "HTTP://Shop.example:80", (("X-A", "1"), ("x-a", ""), ("x-b", "a:b")))
    assert (request.scheme, request.authority, request.path) == ("http", "Shop.example:80", "/")
    assert request.values("X-a") == ["1", ""]


def test_tcp() -> None:
    weighted = {"clusters": [{"name": "checkout-v1", "weight": 1}, {"name": "checkout-v2", "weight": 3}]}
    given = snapshot(
        listeners=(
            web(),
            listener("redis", "tcp_proxy.v3.TcpProxy", 6379, cluster="gone"),
            listener("db", "tcp_proxy.v3.TcpProxy", 5432, weighted_clusters=weighted, idle_timeout="0s"),
        )
    )
    said = explain_tcp(given, 5432)
    assert (said.listener, said.outcome, said.idle_timeout) == ("db", "routed", None)
    assert said.destinations == (Destination("checkout-v1", 1, 0.25), Destination("checkout-v2", 3, 0.75))
    lost = explain_tcp(given, "redis")
    assert (lost.outcome, lost.reason, lost.idle_timeout) == ("no_cluster", "there is no cluster 'gone'", 3600.0)
    assert explain_tcp(given, "outbound").outcome == "no_listener"
    assert "there are: db (5432), outbound (15001), redis (6379)" in explain_tcp(given, 1).reason
    assert explain(given, get(), "db").outcome == "no_listener"
