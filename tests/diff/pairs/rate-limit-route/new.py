"""One more limit, one less, one lower, and one higher, of which there is nothing to say."""

from tests.diff.described import checkout, prod, web

from meshwright import RateLimit, Route, path

environment = prod(
    checkout(
        [
            Route("cart", when=path.starts_with("/cart"), to="v1", rate_limit=RateLimit(600, per="1m", burst=20)),
            Route("pay", when=path.starts_with("/pay"), to="v1"),
            Route("report", when=path.starts_with("/report"), to="v1", rate_limit=RateLimit(1, per="5s", burst=20)),
            Route("main", to="v1", rate_limit=RateLimit(50)),
        ],
        versions=["v1"],
    ),
    web("checkout"),
)
