"""The same, to another version."""

from tests.diff.described import prod, web

from meshwright import Container, Route, Service, Version, cookie, header, path, query

version = Container("shop/checkout:1.4", environment={"A|B": "two"})
checkout = Service(
    "checkout",
    port=8080,
    versions=[Version("v1", version), Version("v2", Container("shop/checkout:2"))],
    routes=[
        Route(
            "odd", when=[header("x-a*b").equals("a|b"), cookie("c`d").equals("<b>"), query("_q_").equals("*")], to="v2"
        ),
        Route("expression", when=path.matches("/(a|b)[*`]<"), to="v2"),
        Route("main", to="v1"),
    ],
)
environment = prod(checkout, web("checkout"))
