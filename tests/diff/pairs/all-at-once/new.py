"""Everything to v2, at once."""

from tests.diff.described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout([Route("main", to={"v1": 0, "v2": 100})]),
    web("checkout"),
)
