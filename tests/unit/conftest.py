"""A repository with a stack, for tests of revisions."""

from pathlib import Path

import pytest
from tests.unit.revisions import SHOP, commit, git


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git repository with one commit of a stack, which is where the test stands."""
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "prod.py").write_text(SHOP)
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nstackConfigDir: stacks\n")
    git(tmp_path, "init", "-q", "-b", "main")
    commit(tmp_path, "first")
    monkeypatch.chdir(tmp_path)
    return tmp_path
