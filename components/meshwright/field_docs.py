"""`help()` of a dataclass shows its fields with their docstrings and with types as a person writes them.

A docstring under a field is for editors and Sphinx; Python itself drops it. It is read from the source when somebody asks
for help, so that an import does not pay for it.
"""

from __future__ import annotations

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

Class = TypeVar("Class", bound=type)


def documented(cls: Class) -> Class:
    """Decorator of a class with annotated fields: puts them into its `__doc__`, and readable types into its signature."""
    return _documented(cls, "Fields")


def documented_component(cls: Class) -> Class:
    """Decorator of a Pulumi component: the same for its outputs, which it declares as annotated attributes."""
    if "__init__" in vars(cls):  # else help() shows pulumi.ComponentResource's
        cls.__init__.__doc__ = "Registers the resources. The arguments are described with the class."  # type: ignore[misc]
    return _documented(cls, "Outputs")


def _documented(cls: Class, heading: str) -> Class:
    module = sys.modules[cls.__module__]
    doc = _Doc(cls.__doc__ or "", heading)
    # pydoc does not ask a descriptor of a class that has a metaclass.
    cls.__doc__ = doc if type(cls) is type else doc.__get__(None, cls)  # type: ignore[assignment]
    if "__init__" in vars(cls):
        types = cls.__init__.__annotations__  # type: ignore[misc]
        types.update((name, ReadableType(hint, vars(module))) for name, hint in types.items())
    return cls


def own_doc(cls: type) -> str:
    """The docstring of a class as it is written, without its fields."""
    doc = vars(cls).get("__doc__")
    text: str = doc.own if isinstance(doc, _Doc) else doc or ""
    return inspect.cleandoc(text).partition("\n\nFields:\n")[0]


def field_docs(cls: type) -> dict[str, str]:
    """The docstring under each field of a class and of its bases, by name: "" where there is none."""
    found: dict[str, str] = {}
    for base in _own_bases(cls):
        found.update({name: doc for name, _, doc in _fields(base)})
    return found


class ReadableType:
    """A type in a signature, which prints as a person writes it: aliases of checked types as what they stand for."""

    def __init__(self, hint: object, names: Mapping[str, Any]) -> None:
        self._hint = hint
        self._names = names

    def __repr__(self) -> str:
        return _written(self._hint, self._names) if isinstance(self._hint, str) else _shown(self._hint)


class _Doc:
    """The docstring of a class, followed by its fields. Python asks a `__doc__` that is a descriptor for its text."""

    def __init__(self, own: str, heading: str) -> None:
        self.own = own
        self.heading = heading

    def __get__(self, instance: object, cls: type) -> str:
        fields: dict[str, str] = {}
        for base in _own_bases(cls):
            names = vars(sys.modules[base.__module__])
            fields.update((name, _entry(name, _written(hint, names), doc)) for name, hint, doc in _fields(base))
        parts = [inspect.cleandoc(self.own)]
        if fields:
            parts.append(f"{self.heading}:\n" + "\n".join(textwrap.indent(each, "    ") for each in fields.values()))
        return "\n\n".join(parts)


def _own_bases(cls: type) -> Iterator[type]:
    """A class and its bases of this package, the first base first."""
    return (each for each in reversed(cls.__mro__) if each.__module__.startswith(__package__ or ""))


def _entry(name: str, hint: str, doc: str) -> str:
    return f"{name}: {hint}\n" + textwrap.indent(doc, "    ") + "\n" * bool(doc)


def _fields(cls: type) -> Iterator[tuple[str, str, str]]:
    """The fields that a class itself declares: name, annotation, and the docstring under it."""
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(cls)))
    except (OSError, TypeError):  # no source, as in a frozen program
        return
    assert isinstance(tree.body[0], ast.ClassDef)
    body = tree.body[0].body
    for statement, following in zip(body, [*body[1:], None], strict=True):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            name, hint = statement.target.id, ast.unparse(statement.annotation)
            if hint != "KW_ONLY" and not name.startswith("_"):
                yield name, hint, _docstring(following)


def _docstring(statement: ast.stmt | None) -> str:
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        return inspect.cleandoc(str(statement.value.value))
    return ""


def _written(annotation: str, names: Mapping[str, Any]) -> str:
    """An annotation of the source, with aliases of checked types replaced by the type that a person writes."""
    return ast.unparse(_Aliases(names).visit(ast.parse(annotation, mode="eval"))).replace("'", '"')


class _Aliases(ast.NodeTransformer):
    """Replaces each name that stands for `Annotated[...]` or `Literal[...]`."""

    def __init__(self, names: Mapping[str, Any]) -> None:
        self.names = names

    def visit_Name(self, node: ast.Name) -> ast.expr:
        value = self.names.get(node.id)
        if get_origin(value) in (Annotated, Literal):
            return ast.parse(_shown(value), mode="eval").body
        return node


def _shown(hint: object) -> str:
    """A type as it is written."""
    origin, arguments = get_origin(hint), get_args(hint)
    if isinstance(hint, str):
        return hint
    if hint in (None, type(None)):
        return "None"
    if hasattr(hint, "__forward_arg__"):
        return str(hint.__forward_arg__)
    if origin is Annotated:
        return _shown(arguments[0])
    if origin is Literal:
        return f"Literal[{', '.join(json.dumps(each) for each in arguments)}]"
    if origin is not None and arguments:
        inner = [_shown(each) for each in arguments]
        name = getattr(origin, "__name__", "")
        return " | ".join(inner) if name in ("Union", "UnionType") else f"{name}[{', '.join(inner)}]"
    return getattr(hint, "__name__", None) or ("..." if hint is ... else repr(hint))
