"""80 to 20."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout([Route("main", to={"v1": 80, "v2": 20})]),
    web("checkout"),
)
