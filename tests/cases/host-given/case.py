"""Hosts that are only known when the environment is provisioned: a database, and a version of a service spoken to in TLS.
Their names stand for them, and are filled in with the bundle."""

from meshwright import Container, Environment, Fargate, Given, Host, Mesh, Route, Service, Version
from meshwright.features import Feature

shows = (Feature.HOST, Feature.TCP)

database = Service("database", Host(Given("database_host")), port=5432, protocol="tcp")
payments = Service(
    "payments",
    port=443,
    versions=[Version("old", Host("pay.example")), Version("new", Host(Given("payments_host")))],
    routes=[Route("main", to={"old": 90, "new": 10})],
)
web = Service("web", Container("shop/web"), port=8080, calls=[database, payments])
other = Service("other", Container("shop/other"), port=8080, calls=[web])
environment = Environment(
    "test",
    Mesh("shop", services=[web, other, database, payments], access_log="off", retry="off"),
    platform=Fargate("eu-west-1"),
)
