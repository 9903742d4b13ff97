"""Conditions that no request meets, or that look like something else: every kind of condition, one row each."""

import itertools

import pytest

from meshwright import (
    Condition,
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Mesh,
    Problem,
    Route,
    Service,
    cookie,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
    validate,
)
from meshwright.description.match import Subject, Verb

VERBS: dict[Subject, tuple[Verb, ...]] = {
    "path": ("equals", "starts_with", "matches"),
    "method": ("equals",),
    "scheme": ("equals",),
    "host": ("equals", "ends_with"),
    "port": ("equals",),
    "header": ("equals", "starts_with", "ends_with", "matches", "between", "exists"),
    "cookie": ("equals", "starts_with", "ends_with", "matches", "exists"),
    "query": ("equals", "exists"),
    "grpc_service": ("equals",),
    "grpc_method": ("equals",),
}
VALUES = {
    "path": "/a",
    "method": "GET",
    "scheme": "http",
    "host": "a.example",
    "port": "8080",
    "grpc_service": "a.B",
    "grpc_method": "a.B/C",
}
NAMED = ("header", "cookie", "query")


def problems(condition: Condition, *, at: str = "service") -> list[Problem]:
    """The problems of a condition on a route of a service with this protocol, or of a gateway."""
    on_service = at != "gateway"
    protocol = at if at == "grpc" else "http"
    routes = [Route("odd", when=condition, to="v1"), Route("main", to="v1")] if on_service else ()
    web = Service("web", Container("web"), port=8080, protocol=protocol, routes=routes)  # type: ignore[arg-type]
    when = None if on_service else condition
    gateway = Gateway("public", routes=[GatewayRoute("odd", when=when, to=web, rewrite="off")])
    mesh = Mesh("shop", services=[web], gateways=[gateway])
    return validate(Environment("test", mesh, platform=Fargate("eu-west-1")))[1]


ODD: list[tuple[Condition, str, str, str]] = [
    # paths
    (path.equals("/a?x=1"), "service", "MW211", 'path.equals("/a")'),
    (path.starts_with("/a#top"), "service", "MW211", 'path.starts_with("/a")'),
    (path.starts_with("/api/*"), "service", "MW211", 'path.starts_with("/api/")'),
    (path.equals("/api/*"), "gateway", "MW211", 'path.starts_with("/api/")'),
    (path.equals("/*/cart"), "service", "MW211", 'path.matches("/[^/]+/cart")'),
    (path.equals("/users/:id"), "service", "MW211", 'path.matches("/users/[^/]+")'),
    (path.equals("/users/{id}/cart"), "service", "MW211", 'path.matches("/users/[^/]+/cart")'),
    (path.starts_with("/users/<id>/"), "service", "MW211", 'path.matches("/users/[^/]+/.*")'),
    (path.starts_with("/api/.*"), "service", "MW211", 'path.matches("/api/.*")'),
    (path.equals("/(a|b)"), "service", "MW211", 'path.matches("/(a|b)")'),
    (path.equals("/a$"), "service", "MW211", 'path.matches("/a")'),
    (path.equals("/v\\d"), "service", "MW211", "path.matches("),
    (path.equals("/a b"), "service", "MW211", 'path.equals("/a%20b")'),
    (path.equals("/caf\u00e9"), "service", "MW211", 'path.equals("/caf%C3%A9")'),
    (path.equals("/50%"), "service", "MW211", 'path.equals("/50%25")'),
    (path.equals("/a/../b"), "service", "MW211", "the path that they lead to"),
    (path.starts_with("/./a"), "gateway", "MW211", "the path that they lead to"),
    (path.starts_with("/a//b"), "gateway", "MW211", 'path.starts_with("/a/b")'),
    (path.equals("/a%2Fb"), "gateway", "MW211", 'write "/" in its place'),
    (path.equals("/%7Euser"), "gateway", "MW211", 'path.equals("/~user")'),
    (path.matches("^/api"), "service", "MW211", 'path.matches("/api.*")'),
    (path.matches("/api$"), "service", "MW211", 'path.matches(".*/api")'),
    (path.matches("api/.*"), "service", "MW201", "remove the route"),
    (path.matches("/a[?]x=.*"), "service", "MW201", "remove the route"),
    (path.equals(""), "service", "MW019", 'write "/"'),
    (path.starts_with("api"), "service", "MW019", 'write "/api"'),
    (path.equals("https://shop.example/a"), "service", "MW019", 'write "/a"'),
    (path.equals("/Get"), "grpc", "MW211", "/package.Service/"),
    # methods and schemes
    (method.equals("get"), "service", "MW015", 'did you mean "GET"?'),
    (method.equals("FETCH"), "service", "MW015", ""),
    (method.equals(""), "service", "MW015", ""),
    (method.equals("CONNECT"), "service", "MW211", "leave the route out"),
    (method.equals("GET"), "grpc", "MW211", "leave the condition out"),
    (scheme.equals("HTTPS"), "service", "MW015", 'did you mean "https"?'),  # type: ignore[arg-type]
    (scheme.equals("https"), "gateway", "MW211", "load_balancers="),
    # hosts
    (host.equals("shop.example:8080"), "gateway", "MW019", 'write "shop.example"'),
    (host.equals("https://shop.example/a"), "gateway", "MW019", 'write "shop.example"'),
    (host.equals("*.shop.example"), "gateway", "MW019", 'write host.ends_with(".shop.example")'),
    (host.equals(""), "gateway", "MW019", "write the host name only"),
    (host.equals("a.example"), "service", "MW019", "gateway"),
    # ports
    (port.equals(9090), "service", "MW201", "add the listener"),
    (port.equals(9090), "gateway", "MW201", "name one of them"),
    (port.equals(0), "service", "MW013", ""),
    (Condition("port", "equals", "08080"), "service", "MW013", ""),
    # headers
    (header("x beta").exists(), "service", "MW019", "as it is in the request"),
    (header(":path").equals("/a"), "service", "MW019", "a condition on path"),
    (header(":authority").equals("a"), "service", "MW019", "a condition on host"),
    (header("x-beta: yes").exists(), "service", "MW019", 'header("x-beta").equals("yes")'),
    (header("").exists(), "service", "MW019", ""),
    (header("connection").equals("close"), "service", "MW211", "use another one"),
    (header("x-beta").equals(" yes"), "service", "MW211", 'equals("yes")'),
    (header("x-beta").equals("a\nb"), "service", "MW211", "leave them out"),
    (header("x-beta").equals("*"), "service", "MW211", 'header("x-beta").exists()'),
    (header("x-beta").equals("yes*"), "service", "MW211", 'header("x-beta").starts_with("yes")'),
    (header("x-beta").starts_with(""), "service", "MW211", 'header("x-beta").exists()'),
    (header("x-beta").ends_with(""), "service", "MW211", 'header("x-beta").exists()'),
    (header("x-beta").matches("^yes"), "service", "MW211", 'header("x-beta").matches("yes.*")'),
    (header("x-age").between(9, 9), "service", "MW201", "remove the route"),
    # cookies
    (cookie("beta=yes").exists(), "service", "MW019", 'cookie("beta").equals("yes")'),
    (cookie("be ta").exists(), "service", "MW019", ""),
    (cookie("beta").equals("a;b"), "service", "MW211", "as it is sent"),
    (cookie("beta").equals("a b"), "service", "MW211", "as it is sent"),
    (cookie("beta").starts_with(""), "service", "MW211", 'cookie("beta").exists()'),
    (cookie("beta").matches("yes$"), "service", "MW211", 'cookie("beta").matches(".*yes")'),
    # query parameters
    (query("q=1").exists(), "service", "MW019", 'query("q").equals("1")'),
    (query("a&b").exists(), "service", "MW211", "a condition for each"),
    (query("q").equals("a b"), "service", "MW211", 'query("q").equals("a%20b")'),
    (query("q").equals("a&b"), "service", "MW211", 'query("q").equals("a%26b")'),
    (query("q").equals("*"), "service", "MW211", 'query("q").exists()'),
]

PLAIN: list[tuple[Condition, str]] = [
    (path.equals("/"), "service"),
    (path.equals("/a-b_c.d~e/f@g:h!$&'()+,;="), "gateway"),
    (path.equals("/caf%C3%A9"), "gateway"),
    (path.equals("/a%20b"), "gateway"),
    (path.starts_with("/shop.Orders/"), "grpc"),
    (path.equals("/shop.Orders/Get"), "grpc"),
    (path.starts_with("/.well-known/acme"), "gateway"),
    (path.starts_with("/..a/.b"), "gateway"),
    (path.matches("/users/[0-9]+"), "gateway"),
    (path.matches("^/users/[0-9]+$"), "gateway"),
    (path.matches("^/users/.*"), "gateway"),
    (path.matches("/a|/b$"), "gateway"),
    (method.equals("POST"), "grpc"),
    (method.equals("TRACE"), "service"),
    (scheme.equals("https"), "service"),
    (scheme.equals("http"), "gateway"),
    (host.equals("Shop.Example"), "gateway"),
    (host.ends_with(".shop.example"), "gateway"),
    (host.ends_with("shop.example"), "gateway"),
    (port.equals(8080), "gateway"),
    (header("X-Beta").equals("Yes"), "service"),
    (header("accept").equals("*/*"), "service"),
    (header("x-beta").equals(""), "service"),
    (header("x-beta").matches(".*beta.*"), "service"),
    (header("x-age").between(-5, 5), "service"),
    (~header("x-beta").exists(), "service"),
    (cookie("__Host-beta").equals("a=b"), "service"),
    (query("filter").equals("a%20b+c"), "service"),
    (query("q").equals(""), "service"),
]


@pytest.mark.parametrize(("condition", "at", "code", "fix"), ODD, ids=str)
def test_an_odd_condition_is_one_problem(condition: Condition, at: str, code: str, fix: str) -> None:
    found = problems(condition, at=at)
    assert [each.code for each in found] == [code]
    assert fix in found[0].fix


@pytest.mark.parametrize(("condition", "at"), PLAIN, ids=str)
def test_nothing_is_said_of_a_condition_that_requests_meet(condition: Condition, at: str) -> None:
    assert problems(condition, at=at) == []


@pytest.mark.parametrize(("subject", "verb"), list(itertools.product(VERBS, VERBS["header"])))
def test_each_subject_has_its_verbs_and_no_others(subject: Subject, verb: Verb) -> None:
    valued = "" if verb in ("exists", "between") else VALUES.get(subject, "a")
    low, high = (1, 2) if verb == "between" else (0, 0)
    condition = Condition(subject, verb, valued, "x" if subject in NAMED else "", low, high)
    found = problems(condition, at="grpc" if subject.startswith("grpc") else "gateway")
    assert [each.code for each in found] == ([] if verb in VERBS[subject] else ["MW019"])


@pytest.mark.parametrize(
    "condition",
    [
        Condition("header", "exists", "yes", "x-beta"),
        Condition("header", "between", "5", "x-age", 1, 9),
        Condition("path", "equals", "/a", "x-beta"),
        Condition("header", "equals", "5", "x-age", 1),
        Condition("header", "equals", "5", "x-age", 0, 9),
        ~path.equals("/a"),
        ~query("q").exists(),
    ],
    ids=str,
)
def test_a_part_that_a_condition_does_not_have_is_refused(condition: Condition) -> None:
    assert [each.code for each in problems(condition)] == ["MW019"]
