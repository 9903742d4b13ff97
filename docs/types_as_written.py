"""Types of fields, as a person writes them: Sphinx would show the annotations that check a value."""

import sys

import meshwright
from meshwright.field_docs import ReadableType


def show_types_as_written() -> None:
    """Replaces the annotations of every public class, in the process that builds the documentation."""
    public = [each for each in vars(meshwright).values() if isinstance(each, type)]
    for cls in {base for each in public for base in each.__mro__ if base.__module__.startswith("meshwright.")}:
        names = vars(sys.modules[cls.__module__])
        hints = vars(cls).get("__annotations__", {})
        hints.update((name, repr(ReadableType(hint, names))) for name, hint in hints.items())
