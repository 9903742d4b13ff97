"""A version that gets nothing yet."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout([Route("main", to={"v1": 100, "v2": 0})]),
    web("checkout"),
)
