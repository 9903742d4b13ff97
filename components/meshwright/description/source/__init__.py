"""Writes a description as the Python that a person would have written: short, and formatted as `ruff format` does.

`line` writes a value in one line, for a sentence; `argument` writes it with its keyword, as in `to={"v1": 90, "v2": 10}`.
`expression` breaks it over lines; `module` writes a whole file. What is written reads back as an equal description. Only
what has several spellings may change its own: a list for a tuple, `"5s"` for a timedelta.
"""

from meshwright.description.source.module import module
from meshwright.description.source.values import argument, expression, line

__all__ = ["argument", "expression", "line", "module"]
