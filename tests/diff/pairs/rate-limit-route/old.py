"""A limit for all, and one for each user."""

from tests.diff.described import checkout, prod, web

from meshwright import RateLimit, Route, header, path

environment = prod(
    checkout(
        [
            Route("cart", when=path.starts_with("/cart"), to="v1"),
            Route("pay", when=path.starts_with("/pay"), to="v1", rate_limit=RateLimit(10, client=header("x-user"))),
            Route("report", when=path.starts_with("/report"), to="v1", rate_limit=RateLimit(10, per="1m")),
            Route("main", to="v1", rate_limit=RateLimit(100)),
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
