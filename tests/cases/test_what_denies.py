"""What allows or denies a request has no regular expressions: CVE-2026-73552 let requests through where one failed open."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.cases.golden import goldens

from meshwright.envoy.snapshot import Snapshot

DECIDING = ("rbac", "ext_authz", "jwt_authn", "oauth2", "api_key_auth")
"""Filters that allow or deny, by their names."""


def regular_expressions(snapshot: Snapshot) -> list[Any]:
    """Those of routes that answer by themselves, and of filters that allow or deny."""
    whole = [*snapshot.listeners.values(), *snapshot.routes.values()]
    return [found for each in whole for part in deciding(each) for found in below(part, "safe_regex")]


def deciding(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        if "direct_response" in value:
            yield value.get("match")
        if any(
            value.get("name", "") == f"envoy.filters.{kind}.{each}" for kind in ("http", "network") for each in DECIDING
        ):
            yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from deciding(each)


def below(value: Any, name: str) -> Iterator[Any]:
    if isinstance(value, dict) and name in value:
        yield value[name]
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from below(each, name)


def test_no_regular_expression_allows_or_denies() -> None:
    snapshots = goldens()
    assert any(list(deciding(list(each.routes.values()))) for each in snapshots), "some do answer by themselves"
    assert [found for each in snapshots for found in regular_expressions(each)] == []


@pytest.mark.parametrize(
    "resource",
    [
        {"match": {"safe_regex": {"regex": ".*"}}, "direct_response": {"status": 403}},
        {"name": "envoy.filters.http.rbac", "typed_config": {"rules": [{"header": {"safe_regex": {"regex": ".*"}}}]}},
    ],
)
def test_the_test_sees_one(resource: dict[str, Any]) -> None:
    assert [found for part in deciding([resource]) for found in below(part, "safe_regex")] == [{"regex": ".*"}]
