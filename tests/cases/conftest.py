"""Until tests/conftest.py has it."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def refresh() -> bool:
    return bool(os.environ.get("MESHWRIGHT_REFRESH"))
