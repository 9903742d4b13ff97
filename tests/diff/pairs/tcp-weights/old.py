"""All connections to the old one."""

from tests.diff.described import prod, web

from meshwright import Container, Route, Service, Version

versions = [Version("v6", Container("redis:6")), Version("v7", Container("redis:7"))]
redis = Service(
    "redis",
    port=6379,
    protocol="tcp",
    versions=versions,
    routes=[Route("main", to={"v6": 100, "v7": 0})],
)
environment = prod(redis, web("redis"))
