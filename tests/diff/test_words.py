"""How requests are called: the exact text for every kind of condition that a description can have."""

import pytest

from meshwright import Condition, cookie, header, method, path, port, query, scheme
from meshwright.envoy.path import matched
from meshwright.envoy.routes import route_match
from meshwright.plan import defaults
from meshwright.plan.resolve.context import Context
from meshwright.plan.resolve.match import resolve
from meshwright.traffic.code_marks import BEGIN, END
from meshwright.traffic.requests.condition import Condition as Compiled
from meshwright.traffic.requests.condition import conditions
from meshwright.traffic.requests.request_class import RequestClass


def compiled(*when: Condition) -> tuple[Compiled, ...]:
    every = resolve(Context("shop", defaults.POLICY), when, (), protocol="http2", gateway=True)
    found = matched([each for each in every if each.subject == "path"])
    assert found is not None
    return conditions(route_match(found, [each for each in every if each.subject != "path"]))


def shown(requests: RequestClass) -> str:
    """With code in backticks."""
    return str(requests).replace(BEGIN, "`").replace(END, "`")


H, C, Q = header("X-A"), cookie("c"), query("q")


@pytest.mark.parametrize(
    ("when", "text"),
    [
        ([], "all requests"),
        ([path.starts_with("/")], "all requests"),
        ([path.equals("/a")], "`/a`"),
        ([path.starts_with("/a")], "`/a*`"),
        ([path.matches("/a/[0-9]+")], "paths matching `/a/[0-9]+`"),
        ([path.matches(".*b"), path.starts_with("/a")], "paths matching `.*b` with a path also like `/a*`"),
        ([method.equals("GET")], "GET requests"),
        ([method.equals("GET"), path.equals("/a")], "GET `/a`"),
        ([method.equals("GET"), H.exists()], "GET requests with header `x-a`"),
        ([scheme.equals("https")], "requests with scheme https"),
        ([port.equals(80)], "requests with the default port"),
        ([port.equals(8080)], "requests with port 8080"),
        ([H.equals("v")], "requests with header `x-a=v`"),
        ([~H.equals("v")], "requests with header `x-a` other than `v`"),
        ([H.equals("")], "requests with header `x-a=`"),
        ([H.starts_with("v")], "requests with header `x-a` starting with `v`"),
        ([~H.starts_with("v")], "requests with header `x-a` not starting with `v`"),
        ([H.ends_with("v")], "requests with header `x-a` ending with `v`"),
        ([~H.ends_with("v")], "requests with header `x-a` not ending with `v`"),
        ([H.matches(r"v\-\d")], r"requests with header `x-a` matching `v-\d`"),
        ([~H.matches("v.*")], "requests with header `x-a` not matching `v.*`"),
        ([H.between(-1, 5)], "requests with header `x-a` from -1 to 4"),
        ([~H.between(1, 5)], "requests with header `x-a` not from 1 to 4"),
        ([H.exists()], "requests with header `x-a`"),
        ([~H.exists()], "requests with no header `x-a`"),
        ([H.starts_with("")], "requests with header `x-a`"),
        ([C.equals("v")], "requests with cookie `c=v`"),
        ([~C.equals("v")], "requests with no cookie `c=v`"),
        ([C.starts_with("v")], "requests with cookie `c` starting with `v`"),
        ([~C.starts_with("v")], "requests with no cookie `c` starting with `v`"),
        ([C.ends_with("v")], "requests with cookie `c` ending with `v`"),
        ([~C.matches("v.*")], "requests with no cookie `c` matching `v.*`"),
        ([C.exists()], "requests with cookie `c`"),
        ([~C.exists()], "requests with no cookie `c`"),
        ([Q.equals("v")], "requests with query parameter `q=v`"),
        ([Q.exists()], "requests with query parameter `q`"),
        ([path.starts_with("/a"), H.equals("1"), C.exists()], "`/a*` with header `x-a=1` and cookie `c`"),
    ],
    ids=lambda value: value if isinstance(value, str) else "when",
)
def test_every_kind_of_condition(when: list[Condition], text: str) -> None:
    assert shown(RequestClass(compiled(*when))) == text


def test_exceptions() -> None:
    debug, beta, cart = compiled(H.equals("1")), compiled(C.exists()), compiled(path.starts_with("/cart"))
    assert shown(RequestClass((), (debug,))) == "all requests except those with header `x-a=1`"
    assert shown(RequestClass((), (debug, beta), rest=True)) == "everything else"
    assert shown(RequestClass(cart, (debug, beta))) == (
        "`/cart*`, except those with header `x-a=1`, and except those with cookie `c`"
    )
    assert shown(RequestClass(debug, (cart,))) == "requests with header `x-a=1`, except `/cart*`"
