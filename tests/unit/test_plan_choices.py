"""The choices that the plan has types of its own for are those of the description."""

from typing import Any, get_args

import pytest

from meshwright.description import match, platform, retry
from meshwright.plan import model


def test_the_plan_has_paths_in_the_place_of_grpc_services_and_methods() -> None:
    assert [*get_args(model.Subject), "grpc_service", "grpc_method"] == [*get_args(match.Subject)]


@pytest.mark.parametrize(
    ("planned", "described"),
    [
        (model.Verb, match.Verb),
        (model.RetryOn, retry.RetryOn),
        (model.Capture, platform.Capture),
        (model.Architecture, platform.Architecture),
        (model.LoadBalancer, platform.LoadBalancer),
    ],
)
def test_plan_and_description_have_the_same_choices(planned: Any, described: Any) -> None:
    assert get_args(planned)
    assert get_args(planned) == get_args(described)
