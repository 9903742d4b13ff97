"""Each argument and output of a component is documented, and `help()` of `meshwright.provision` reads well."""

import dataclasses
import inspect
import pydoc
import re
from typing import Any

import pulumi
import pytest

from meshwright import provision
from meshwright.field_docs import field_docs, own_doc

PUBLIC = {name: getattr(provision, name) for name in provision.__all__}
COMPONENTS = [each for each in PUBLIC.values() if inspect.isclass(each) and issubclass(each, pulumi.ComponentResource)]
WITH_FIELDS = [each for each in PUBLIC.values() if dataclasses.is_dataclass(each)]
UNREADABLE = re.compile(r"Annotated|object at 0x|Awaitable\[|ForwardRef")
ARGUMENT = re.compile(r"^ {4}\**(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)


def arguments(component: type) -> dict[str, str]:
    """The text of each argument, by name."""
    _, found, text = own_doc(component).partition("\nArgs:\n")
    assert found, component.__name__
    return dict(ARGUMENT.findall(text))


@pytest.mark.parametrize("each", COMPONENTS, ids=lambda each: each.__name__)
def test_each_argument_of_a_component_is_documented(each: Any) -> None:
    parameters = list(inspect.signature(each.__init__).parameters.values())[1:]
    texts = arguments(each)
    assert list(texts) == [parameter.name for parameter in parameters]
    for parameter in parameters:
        if parameter.default is not inspect.Parameter.empty:
            assert "Default: " in texts[parameter.name], parameter.name


@pytest.mark.parametrize("each", COMPONENTS, ids=lambda each: each.__name__)
def test_each_output_of_a_component_is_documented(each: Any) -> None:
    docs = field_docs(each)
    assert docs or each is provision.VirtualRouter
    assert all(text.endswith(".") for text in docs.values()), docs


@pytest.mark.parametrize("each", WITH_FIELDS, ids=lambda each: each.__name__)
def test_each_field_says_what_happens_without_it(each: Any) -> None:
    docs = field_docs(each)
    for field in dataclasses.fields(each):
        assert docs[field.name].endswith("."), field.name
        if field.default is not dataclasses.MISSING or field.default_factory is not dataclasses.MISSING:
            assert "Default: " in docs[field.name], field.name


def test_each_argument_of_a_workload_says_what_happens_without_it() -> None:
    docs = field_docs(provision.WorkloadArguments)
    assert set(docs) == set(provision.WorkloadArguments.__annotations__)
    assert all("Default: " in docs[name] for name in provision.WorkloadArguments.__optional_keys__)


@pytest.mark.parametrize("name", provision.__all__)
def test_help_reads_well(name: str) -> None:
    own, *_ = pydoc.plain(pydoc.render_doc(PUBLIC[name])).partition("inherited from")
    assert not UNREADABLE.findall(own)
