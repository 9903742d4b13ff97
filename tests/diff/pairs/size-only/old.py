"""Half a CPU."""

from tests.diff.described import prod, web

from meshwright import Container, Service, Task

sizes = {"checkout": Task(cpu=0.5, memory="1GiB")}
environment = prod(
    Service("checkout", Container("shop/checkout:1.4"), port=8080),
    web("checkout"),
    tasks=sizes,
)
