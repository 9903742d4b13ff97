"""The committed schema is what the installed packages give."""

from . import schema
from .generate import TARGET, generate
from .making import CREATE
from .mapping import PLAYED
from .relations import REFERENCES


def test_schema_is_fresh() -> None:
    assert TARGET.read_text() == generate(), "run python -m tests.standin.generate"


def test_every_type_can_be_made() -> None:
    from . import kinds

    assert kinds
    assert set(CREATE) == set(PLAYED) == {schema.short(each) for each in schema.tokens()}


def test_references_stand_in_the_schema() -> None:
    for token in schema.tokens():
        for reference in REFERENCES.get(schema.short(token), ()):
            node = {"properties": schema.of(token)["inputs"]}
            for step in reference.path.split("."):
                node = node.get("items", node)["properties"][step]
            assert reference.target in PLAYED
