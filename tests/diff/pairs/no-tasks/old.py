"""Two tasks."""

from tests.diff.described import prod, web

from meshwright import Container, Scale, Service, Task

sizes = {"checkout": Task(scale=Scale(2))}
environment = prod(
    Service("checkout", Container("shop/checkout:1.4"), port=8080),
    web("checkout"),
    tasks=sizes,
)
