"""A stack's settings: read from its Pulumi.<stack>.yaml, and turned into the arguments of its function."""

import inspect
import math
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from meshwright.description.failure import shown
from meshwright.problems import Problem, ProblemsFound, SourceLocation, did_you_mean


def configuration(stack: str, folder: Path) -> dict[str, Any]:
    """Everything under `config` in the stack's file (see `stack.configuration_of`)."""
    return _block(_kept(stack, folder, _project(folder)))


def read(stack: str, folder: Path) -> dict[str, str]:
    """The settings of a stack by name (see `stack.settings_of`)."""
    project = _project(folder)
    config = _kept(stack, folder, project)
    named = _named(_block(config), project["name"]) if project.get("name") else {}
    plain = {name: value for name, value in named.items() if not (isinstance(value, dict) and "secure" in value)}
    place = SourceLocation(shown(config), 1)
    problems = [
        _problem(name, "a list or a mapping", "one value", "give each part a setting of its own", place)
        for name, value in plain.items()
        if not isinstance(value, str)
    ]
    if problems:
        raise ProblemsFound(problems)
    return plain


def _named(block: dict[str, Any], project: str) -> dict[str, Any]:
    """The values of the project. A name without a prefix is the project's, too: Pulumi adds the prefix when it writes."""
    prefix = f"{project}:"
    bare = {key: value for key, value in block.items() if ":" not in key}
    return bare | {key.removeprefix(prefix): value for key, value in block.items() if key.startswith(prefix)}


def _project(folder: Path) -> dict[str, Any]:
    return _load(_file(folder.resolve().parent, "Pulumi"))


def _block(config: Path) -> dict[str, Any]:
    block = _load(config).get("config")
    return block if isinstance(block, dict) else {}


def _kept(stack: str, folder: Path, project: dict[str, Any]) -> Path:
    """The file with the stack's settings. Without a project, it is in the folder of the stacks. Raises ProblemsFound
    (MW003) where another file would be ignored.

    Source: Pulumi's project file reference, `stackConfigDir`, which is the project's own folder if it is absent."""
    stacks, root = folder.resolve(), folder.resolve().parent
    kept = root / str(project.get("stackConfigDir", "")) if project else stacks
    config = _file(kept, f"Pulumi.{stack}")
    places = [_file(each, f"Pulumi.{stack}") for each in (stacks, root)]
    if ignored := [each for each in places if each.exists() and each.resolve() != config.resolve()]:
        raise ProblemsFound([_ignored(stack, each, config) for each in ignored])
    return config


def _file(folder: Path, stem: str) -> Path:
    """The YAML file with one of the two endings that Pulumi knows."""
    other = folder / f"{stem}.yml"
    return other if other.exists() else folder / f"{stem}.yaml"


def _ignored(stack: str, file: Path, config: Path) -> Problem:
    return Problem(
        "MW003",
        (),
        f"{shown(file)}, which Pulumi does not read",
        f"the settings of {stack} in {shown(config)}",
        "move it there, or change `stackConfigDir` in Pulumi.yaml: `stackConfigDir: stacks` keeps settings in stacks/",
        SourceLocation(shown(file), 1),
    )


def _load(file: Path) -> dict[str, Any]:
    try:
        # BaseLoader leaves every value the text that it is: a tag 1.10 stays 1.10.
        value = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        place = SourceLocation(shown(file), mark.line + 1 if mark else 1)
        # Only what is wrong, never the line: it may hold what nobody should see.
        what = getattr(error, "problem", None) or "not UTF-8"
        raise ProblemsFound([Problem("MW003", (), what, "YAML", "correct the file", place)]) from None
    return value if isinstance(value, dict) else {}


def refused(settings: Mapping[str, str], place: SourceLocation) -> list[Problem]:
    """The problems of settings for an `environment` that is no function."""
    fix = "leave it out, or make `environment` a function that takes it"
    return [_problem(name, "a setting", "none: `environment` is not a function", fix, place) for name in settings]


def arguments(
    function: Callable[..., object], settings: Mapping[str, str], place: SourceLocation
) -> inspect.BoundArguments:
    """The arguments of a function, each read from its setting's text by the annotation.

    `place` is the file, for functions that have no line of their own. Raises ProblemsFound with every setting that is
    unknown, missing or of another type.
    """
    code = getattr(inspect.unwrap(function), "__code__", None)
    place = SourceLocation(shown(Path(code.co_filename)), code.co_firstlineno) if code else place
    signature = inspect.signature(function)
    variable = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    parameters = {name: each for name, each in signature.parameters.items() if each.kind not in variable}
    problems = [
        _problem(name, "a setting that no argument has", "an argument of `environment`", fix, place)
        for name in settings
        if name not in parameters
        for fix in [did_you_mean(name, parameters, "leave it out")]
    ]
    values: dict[str, object] = {}
    for name, parameter in parameters.items():
        what, parse = _KINDS.get(_annotated(parameter, function), ("", None))
        if name in settings and parse is None:
            fix = "annotate the argument as str, int, float or bool"
            problems.append(
                _problem(
                    name,
                    f"an argument of type {parameter.annotation}",
                    "an argument of type str, int, float or bool",
                    fix,
                    place,
                )
            )
        elif name in settings:
            try:
                values[name] = parse(settings[name]) if parse else None
            except ValueError:
                problems.append(_problem(name, f'"{settings[name]}"', what, f"give it as {what}", place))
        elif parameter.default is parameter.empty:
            fix = f"add --set {name}=..., or `<project>:{name}: ...` below `config:` in the stack's Pulumi.<stack>.yaml"
            problems.append(_problem(name, "no value", what or "a value", fix, place))
    if problems:
        raise ProblemsFound(problems)
    return inspect.BoundArguments(signature, values)


def _annotated(parameter: inspect.Parameter, function: Callable[..., object]) -> object:
    """The annotated type; str where there is none. `int | None` is int: only a default can be None."""
    try:
        annotation = typing.get_type_hints(function).get(parameter.name, str)
    except Exception:  # an annotation that is no type at all
        return None
    if typing.get_origin(annotation) in (typing.Union, types.UnionType):
        inner = [each for each in typing.get_args(annotation) if each is not types.NoneType]
        return inner[0] if len(inner) == 1 else None
    return annotation


def _integer(text: str) -> int:
    if not text.lstrip("-").isdecimal():  # int() takes "1_000" and blanks, too
        raise ValueError(text)
    return int(text)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(text)
    return number


def _boolean(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(text)
    return text == "true"


_KINDS: dict[object, tuple[str, Callable[[str], object] | None]] = {
    str: ("a text", str),
    int: ("a whole number, as in 10", _integer),
    float: ("a number, as in 0.5", _number),
    bool: ("true or false", _boolean),
}


def _problem(name: str, found: str, expected: str, fix: str, place: SourceLocation) -> Problem:
    return Problem("MW003", (name,), found, expected, fix, place)
