"""Each golden case becomes exactly the files in its folder; `--refresh` writes them anew."""

from pathlib import Path

import pytest

from meshwright.features import Feature
from meshwright.plan import from_yaml

from .golden import FOLDERS, Case

UNSEEN = {Feature.LAMBDA, Feature.TRACING}
"""What is not compiled yet."""


@pytest.fixture
def case(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.chdir(request.param)
    return Case(request.param)


@pytest.mark.parametrize("case", FOLDERS, ids=lambda folder: folder.name, indirect=True)
def test_case(case: Case, refresh: bool) -> None:
    files = case.files()
    if refresh:
        for path in [*Path().glob("*.yaml"), *Path().glob("*.json"), *Path("envoy").glob("*")]:
            path.unlink(missing_ok=True)
        Path("envoy").mkdir(exist_ok=True)
        for name, text in files.items():
            Path(name).write_text(text)
    there = {
        str(path): path.read_text()
        for path in [*Path().glob("*.yaml"), *Path().glob("*.json"), *Path("envoy").glob("*")]
    }
    assert there.keys() == files.keys()
    for name, text in files.items():
        assert there[name] == text, f"{case.folder.name}/{name} is another: --refresh, and read the difference"
    assert from_yaml(files["plan.yaml"]) == case.plan


def test_every_feature_has_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: set[Feature] = set()
    for folder in FOLDERS:
        monkeypatch.chdir(folder)
        shown |= set(Case(folder).shows)
    assert shown == set(Feature) - UNSEEN
