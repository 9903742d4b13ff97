"""Workloads of a plan: each kind as YAML has it, and back."""

from dataclasses import fields
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from meshwright.plan.model import (
    ContainerWorkload,
    GivenRef,
    HostWorkload,
    LambdaWorkload,
    ProcessWorkload,
    SecretRef,
    Workload,
)
from meshwright.plan.model.workload import PlannedWorkload
from meshwright.traffic.diff.plan_changes import _WORKLOAD

ADAPTER: TypeAdapter[Workload] = TypeAdapter(PlannedWorkload)


@pytest.mark.parametrize(
    ("workload", "values"),
    [
        (ContainerWorkload("web:1"), {"kind": "container", "reference": "web:1"}),
        (ContainerWorkload(GivenRef("image")), {"kind": "container", "reference": "image", "given": True}),
        (ContainerWorkload(""), {"kind": "container", "reference": ""}),
        (
            ContainerWorkload(
                "web:1",
                ("serve",),
                {"A": "text", "B": GivenRef("b")},
                {"C": SecretRef("c"), "D": SecretRef("d", key="password")},
            ),
            {
                "kind": "container",
                "reference": "web:1",
                "command": ["serve"],
                "environment": {"A": "text", "B": {"given": "b"}},
                "secrets": {"C": {"secret": "c"}, "D": {"secret": "d", "key": "password"}},
            },
        ),
        (ProcessWorkload(("serve",)), {"kind": "process", "command": ["serve"]}),
        (
            ProcessWorkload(("serve",), {"A": "text"}, 2, "app"),
            {
                "kind": "process",
                "command": ["serve"],
                "environment": {"A": "text"},
                "instances": 2,
                "directory": "app",
            },
        ),
        (HostWorkload("example.com"), {"kind": "host", "reference": "example.com"}),
        (HostWorkload(GivenRef("h"), tls=True), {"kind": "host", "reference": "h", "given": True, "tls": True}),
        (LambdaWorkload("arn:1"), {"kind": "lambda", "reference": "arn:1"}),
        (LambdaWorkload(GivenRef("arn")), {"kind": "lambda", "reference": "arn", "given": True}),
    ],
)
def test_a_workload_is_written_and_read_back(workload: Workload, values: dict[str, Any]) -> None:
    assert ADAPTER.dump_python(workload, mode="json", exclude_defaults=True) == values
    assert list(ADAPTER.dump_python(workload, mode="json", exclude_defaults=True)) == list(values)
    assert ADAPTER.validate_python(values) == workload


def test_a_container_without_a_reference_is_read_as_older_plans_have_it() -> None:
    assert ADAPTER.validate_python({"kind": "container"}) == ContainerWorkload("")


@pytest.mark.parametrize("values", [{"kind": "other"}, {"reference": "web"}, {"kind": ["host"]}, {}, None, "host"])
def test_what_is_no_workload_is_refused(values: object) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(values)


def test_a_given_is_shown_as_it_is_written_and_has_a_placeholder() -> None:
    assert str(GivenRef("database")) == 'Given("database")'
    assert GivenRef("database").placeholder == "${given:database}"


def test_diff_tells_every_field_of_every_workload() -> None:
    assert {field.name for workload in get_args(Workload) for field in fields(workload)} == _WORKLOAD.keys()
