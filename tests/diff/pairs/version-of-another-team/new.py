"""A second one, which another team will run, with requests from the start."""

from tests.diff.described import prod, web

from meshwright import Container, Route, Service, Version

versions = [Version("v1", Container("shop/checkout:v1")), Version("v2")]
checkout = Service("checkout", port=8080, versions=versions, routes=[Route("main", to={"v1": 95, "v2": 5})])
environment = prod(checkout, web("checkout"))
