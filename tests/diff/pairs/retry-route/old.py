"""One retry."""

from tests.diff.described import checkout, prod, web

from meshwright import Retry, Route

environment = prod(
    checkout([Route("main", to="v1", retry=Retry(1))], versions=["v1"]),
    web("checkout"),
)
