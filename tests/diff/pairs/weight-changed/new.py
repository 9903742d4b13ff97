"""80 to 20."""

from described import checkout, prod, web

from meshwright import Route

environment = prod(
    checkout([Route("main", to={"v1": 80, "v2": 20})]),
    web("checkout"),
)
