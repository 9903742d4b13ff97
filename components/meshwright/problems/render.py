"""Problems as the text that a person sees."""

from collections.abc import Iterable

from meshwright.problems.catalogue import Severity
from meshwright.problems.location import show_path
from meshwright.problems.problem import Problem, errors


def render(problems: Iterable[Problem]) -> str:
    """All problems, errors first, otherwise in the given order, then a line with their number."""
    ordered = sorted(problems, key=lambda problem: problem.severity is not Severity.ERROR)
    blocks = [_block(problem) for problem in ordered]
    return "\n\n".join([*blocks, _count(ordered)]) + "\n"


def _block(problem: Problem) -> str:
    place = f"  ({problem.place})" if problem.place else ""
    lines = [f"{problem.severity.value} {problem.code}: {problem.title}"]
    if problem.path or place:
        lines.append(f"  at        {show_path(problem.path)}{place}".rstrip())
    lines.append(f"  found     {problem.found}")
    lines.append(f"  expected  {problem.expected}")
    lines.append(f"  fix       {problem.fix}")
    return "\n".join(lines)


def _count(problems: list[Problem]) -> str:
    stopping = len(errors(problems))
    advice = len(problems) - stopping
    parts = [f"{stopping} error{'s' * (stopping != 1)}"] if stopping or not advice else []
    if advice:
        parts.append(f"{advice} piece{'s' * (advice != 1)} of advice")
    return " and ".join(parts)
