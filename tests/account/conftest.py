"""Each test has an account of its own: moto's, with the doubles of what moto does not have."""

from collections.abc import Iterator

import boto3
import pytest
from moto import mock_aws
from tests.account.doubles import Doubles


@pytest.fixture
def doubles(monkeypatch: pytest.MonkeyPatch) -> Iterator[Doubles]:
    answers = Doubles()
    monkeypatch.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")  # thousands, which nobody asks for
    with mock_aws():
        monkeypatch.setattr(boto3, "Session", answers.session(boto3.Session))
        yield answers


@pytest.fixture
def ec2(doubles: Doubles) -> object:
    """A client that makes what a test wants to be there."""
    return boto3.client("ec2", region_name="eu-west-1")
