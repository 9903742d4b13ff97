"""What the double reports as a change: the engine passes fields of objects in any order."""

from typing import Any

import pytest
from tests.standin.diff import changes

TASK = "aws:ecs/taskDefinition:TaskDefinition"


def volume(name: str, **file_system: Any) -> dict[str, Any]:
    return {"name": name, "efsVolumeConfiguration": file_system}


def test_a_set_is_the_same_in_any_order_of_items_and_of_their_fields() -> None:
    old = [
        volume("data", fileSystemId="fs-2", rootDirectory="/1"),
        volume("cache", fileSystemId="fs-1", rootDirectory="/2"),
    ]
    new = [
        volume("cache", rootDirectory="/2", fileSystemId="fs-1"),
        volume("data", rootDirectory="/1", fileSystemId="fs-2"),
    ]
    assert changes(TASK, {"volumes": old}, {"volumes": new}) == []


@pytest.mark.parametrize("directory", ["/2", None])
def test_a_field_deep_in_an_item_of_a_set_is_a_change(directory: str | None) -> None:
    old, new = (
        volume("data", fileSystemId="fs-1", rootDirectory="/1"),
        volume("data", fileSystemId="fs-1", rootDirectory=directory),
    )
    found = changes(TASK, {"volumes": [old, {"name": "empty"}]}, {"volumes": [{"name": "empty"}, new]})
    assert [each.replaces for each in found] == [True]


@pytest.mark.parametrize(("given", "replaced"), [({}, True), ({"failureThreshold": 1}, False)])
def test_an_empty_object_that_the_provider_drops_replaces_the_service_each_time(
    given: dict[str, int], replaced: bool
) -> None:
    same = {"name": "web", "healthCheckCustomConfig": given}
    found = changes("aws:servicediscovery/service:Service", same, same)
    assert any(each.replaces for each in found) == replaced
