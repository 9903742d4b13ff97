"""Asked for /health."""

from tests.diff.described import prod, web

from meshwright import Container, HealthCheck, Service

environment = prod(
    Service("checkout", Container("shop/checkout:1.4"), port=8080, health_check=HealthCheck("/health")),
    web("checkout"),
)
