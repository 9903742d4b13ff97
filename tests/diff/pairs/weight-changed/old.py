"""90 to 10."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout([Route("main", to={"v1": 90, "v2": 10})]),
    web("checkout"),
)
