"""All of them change at once."""

from tests.diff.described import prod, web

from meshwright import Container, Service

services = [Service(f"service-{at}", Container("shop/service:1.5"), port=8080, timeout="5s") for at in range(30)]
environment = prod(*services, web(*services))
