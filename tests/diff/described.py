"""What the descriptions of the pairs share: an environment in production."""

from collections.abc import Mapping, Sequence
from typing import Any

from meshwright import Container, Environment, Fargate, Mesh, Route, Service, Task, Version


def prod(*services: Service, tasks: Mapping[str, Task] | None = None, **mesh: Any) -> Environment:
    """A mesh on Fargate, where it is known of what tasks are made."""
    return Environment("prod", Mesh("shop", services=services, **mesh), platform=Fargate("eu-west-1", tasks or {}))


def web(*calls: Service | str, **more: Any) -> Service:
    """Who calls."""
    return Service("web", Container("shop/web"), port=8080, calls=calls, **more)


def checkout(routes: Sequence[Route] = (), versions: Sequence[str] = ("v1", "v2"), **more: Any) -> Service:
    """Who is called: by `routes`, in versions of which each has an image of its own."""
    described = [Version(each, Container(f"shop/checkout:{each}")) for each in versions]
    return Service("checkout", port=8080, versions=described, routes=routes, **more)
