"""Each field has its own docstring, and `help()` of every public type reads well."""

import dataclasses
import inspect
import pydoc
import re
from typing import Any

import pytest

import meshwright
from meshwright.field_docs import field_docs, own_doc

FIELDS = [each for each in (getattr(meshwright, name) for name in meshwright.__all__) if dataclasses.is_dataclass(each)]
UNREADABLE = re.compile(r"Annotated|object at 0x|FieldInfo|Validator|ForwardRef|typing\.|meshwright\.\w+\.\w+\.\w+ \|")


def help_of(name: str) -> str:
    return pydoc.plain(pydoc.render_doc(getattr(meshwright, name)))


def is_optional(field: "dataclasses.Field[Any]") -> bool:
    return field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING


@pytest.mark.parametrize("each", FIELDS, ids=lambda each: each.__name__)
def test_every_field_has_a_docstring_that_says_what_happens_without_it(each: Any) -> None:
    docs = field_docs(each)
    for field in dataclasses.fields(each):
        text = docs[field.name]
        assert text.endswith((".", ":")), f"{each.__name__}.{field.name}"
        assert not is_optional(field) or re.search(r"\b(Default|Required): ", text), f"{each.__name__}.{field.name}"


@pytest.mark.parametrize("each", FIELDS, ids=lambda each: each.__name__)
def test_the_docstring_of_a_class_leaves_its_fields_to_theirs(each: Any) -> None:
    for name in field_docs(each):
        assert f"`{name}`:" not in own_doc(each)
        assert f"`{name}` absent" not in own_doc(each)


@pytest.mark.parametrize("name", meshwright.__all__)
def test_help_reads_well(name: str) -> None:
    assert not UNREADABLE.findall(help_of(name))


@pytest.mark.parametrize("each", FIELDS, ids=lambda each: each.__name__)
def test_help_shows_each_field_with_its_text(each: Any) -> None:
    shown = re.sub(r"\s+", " ", each.__doc__)
    for name, text in field_docs(each).items():
        assert re.search(rf"\b{name}: .*" + re.escape(re.sub(r"\s+", " ", text)), shown), name


def test_a_signature_has_types_as_a_person_writes_them() -> None:
    assert str(inspect.signature(meshwright.Service)).startswith(
        "(name: str, runs: Container | Process | Host | LambdaFunction | None = None, *, port: int | None = None, "
        'protocol: Literal["http", "http2", "grpc", "tcp"] = \'http\', versions: Sequence[Version] = (), '
    )
    assert 'timeout: Timeout | str | timedelta | None = None, fault: Fault | Literal["off"] | None = None' in str(
        inspect.signature(meshwright.Service)
    )


def test_fields_of_a_base_are_shown() -> None:
    assert list(field_docs(meshwright.Fargate)) == ["region", "tasks", "capture", "architecture", "load_balancers"]
    assert "region: str\n" in (meshwright.Fargate.__doc__ or "")


def test_without_the_source_the_class_keeps_its_own_text(monkeypatch: pytest.MonkeyPatch) -> None:
    def without_source(_: object) -> str:
        raise OSError("could not get source code")

    monkeypatch.setattr(inspect, "getsource", without_source)
    assert meshwright.Retry.__doc__ == own_doc(meshwright.Retry)
