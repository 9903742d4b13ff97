"""A whole one, with more memory."""

from tests.diff.described import prod, web

from meshwright import Container, Service, Task

sizes = {"checkout": Task(cpu=1, memory="2GiB")}
environment = prod(
    Service("checkout", Container("shop/checkout:1.4"), port=8080),
    web("checkout"),
    tasks=sizes,
)
