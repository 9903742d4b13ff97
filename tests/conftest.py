"""What all tests share."""

import pytest
from hypothesis import settings

# A machine that is busy is no reason to fail.
settings.register_profile("meshwright", deadline=None)
settings.load_profile("meshwright")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh", action="store_true", help="write the expected files anew instead of comparing")


@pytest.fixture(scope="session")
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether expected files are to be written anew."""
    return bool(request.config.getoption("--refresh"))
