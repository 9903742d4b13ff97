"""A whole file that describes an environment: its imports, each part of the mesh in a variable, the environment."""

import ast
import keyword
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields

from meshwright import description
from meshwright.description.environment import Environment
from meshwright.description.mesh import Mesh
from meshwright.description.service import Service
from meshwright.description.source.layout import WIDTH, Item, laid_out
from meshwright.description.source.values import Names, tree
from meshwright.description.written import Written


def module(environment: Environment) -> str:
    """The file, which defines `environment`. Services come after those that they call, where that can be."""
    names = Names()
    taken = {"environment", *description.__all__}
    lines = []
    for part in _ordered(environment.mesh):
        variable = _variable(part, taken)
        lines.append(laid_out(Item(f"{variable} = ", tree(part, names))))
        taken.add(variable)
        names = names.with_object(part, variable)
    lines.append(laid_out(Item("environment = ", tree(environment, names))))
    body = "\n".join(lines) + "\n"
    return f"{_imports(body)}\n{body}"


def _ordered(mesh: Mesh) -> Iterator[Written]:
    """The parts of a mesh, in its order; but a service after those that it calls, unless they call one another."""
    yield from _callees_first(mesh.services)
    for each in fields(Mesh):
        given = getattr(mesh, each.name)
        if each.name != "services" and isinstance(given, (list, tuple)):
            yield from given


def _callees_first(services: Sequence[Service]) -> Iterator[Service]:
    by_name = {each.name: each for each in services}
    done: set[str] = set()
    for first in by_name:
        waiting = [] if first in done else [first]
        while waiting:
            service = by_name[waiting[-1]]
            called = [name for name in map(str, service.calls) if name in by_name and name not in done]
            left = next((name for name in called if name not in waiting), None)
            if left is not None:
                waiting.append(left)
            else:
                done.add(waiting.pop())
                yield service


def _variable(part: Written, taken: Iterable[str]) -> str:
    """A name for a part that is none of those."""
    kind = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(part).__name__).lower()
    name = re.sub(r"\W|^(?=\d)", "_", str(getattr(part, "name", "")), flags=re.ASCII) or kind
    while name in taken or keyword.iskeyword(name):
        name += f"_{kind}"
    return name


def _imports(body: str) -> str:
    """The import of what a file uses, sorted as ruff sorts it: classes first."""
    used = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    names = sorted(used & set(description.__all__), key=lambda name: (name[0].islower(), name.lower()))
    line = f"from meshwright import {', '.join(names)}\n"
    if len(line) <= WIDTH + 1:
        return line
    return "from meshwright import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"
