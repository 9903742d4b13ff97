"""Advice speaks where a sample mesh needs it, and nowhere else. The meshes are a table: `meshes.txt`."""

import re
from pathlib import Path
from typing import Any

import pytest

from meshwright import (
    Container,
    Environment,
    Fargate,
    Gateway,
    GatewayRoute,
    Host,
    Mesh,
    NodeListener,
    Route,
    RouterListener,
    Service,
    Version,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    path,
    validate,
)

ROW = re.compile(r"(\S+)\s+(.+?)\s*:\s(\S.*)")
PART = re.compile(
    r"(?:(?P<kind>host|node|vs|gw) )?(?P<name>[a-z][a-z-]*)(?:@(?P<port>\d+))?(?:/(?P<protocol>\w+))?"
    r"(?:\{(?P<weights>[^}]*)\}|=(?P<node>[a-z-]+))?(?: -> (?P<calls>[a-z,-]+))?"
)
LINES = (Path(__file__).parent / "meshes.txt").read_text(encoding="utf-8").splitlines()
ROWS = [
    found.groups() for line in LINES if line and not line.startswith("#") for found in [ROW.fullmatch(line)] if found
]


def mesh(parts: str) -> Mesh:
    """The mesh of one line."""
    found: dict[str, Any] = {}
    for text in parts.split("; "):
        part = PART.fullmatch(text)
        assert part, text
        for field, value in _described(**part.groupdict()):
            found.setdefault(field, []).append(value)
    return Mesh("shop", **found)


def _described(
    kind: str | None,
    name: str,
    port: str | None,
    protocol: str | None,
    weights: str | None,
    node: str | None,
    calls: str | None,
) -> list[tuple[str, Any]]:
    called = calls.split(",") if calls else []
    number, speaks = int(port or (443 if kind == "host" else 8080)), protocol or "http"
    to = {key: int(value) for key, _, value in (each.partition("=") for each in weights.split(","))} if weights else {}
    routes = [Route("main", to=to)] if to else []
    if kind == "gw":
        leading = [
            GatewayRoute(each, when=path.starts_with(f"/{each}/"), to=each, rewrite="off" if speaks == "grpc" else None)
            for each in called
        ]
        return [("gateways", Gateway(name, routes=leading, protocol=speaks))]  # type: ignore[arg-type]
    if kind == "node":
        listeners = [NodeListener(number, speaks)] if port else []  # type: ignore[arg-type]
        return [("virtual_nodes", VirtualNode(name, Container(name), listeners=listeners, backends=called))]
    if kind == "vs" and (node or not to):
        return [("virtual_services", VirtualService(name, node=node))]
    if kind == "vs":
        listener = RouterListener(number, speaks)  # type: ignore[arg-type]
        router = VirtualRouter(name, listeners=[listener], routes=routes)
        return [("virtual_services", VirtualService(name, router=name)), ("virtual_routers", router)]
    runs = Host(f"{name}.example") if kind == "host" else Container(name)
    versions = [Version(each, runs) for each in to]
    described: dict[str, Any] = {"versions": versions} if versions else {"runs": runs}
    return [("services", Service(name, port=number, protocol=speaks, routes=routes, calls=called, **described))]  # type: ignore[arg-type]


def test_the_table_is_whole() -> None:
    assert len(ROWS) == len([line for line in LINES if line and not line.startswith("#")]) >= 70
    assert len({name for name, _, _ in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("parts", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_advice_speaks_where_it_is_needed_and_nowhere_else(parts: str, expected: str) -> None:
    plan, problems = validate(Environment("test", mesh(parts), platform=Fargate("eu-west-1")))
    assert plan is not None
    assert sorted(each.code for each in problems) == ([] if expected == "-" else expected.split())
    assert not any(re.search(r"\b(remove|delete)\b", each.fix) for each in problems)
