"""The files of a new project: what `meshwright init` and `pulumi new` write.

The folder `project` is a Pulumi template: both put a project's name and description in the place of `${PROJECT}` and
`${DESCRIPTION}`.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

DESCRIPTION = "A service mesh, with one stack for each environment"

NAME = re.compile(r"[a-z](?:[a-z0-9-]{0,38}[a-z0-9])?")
"""What a new project may be called: a name that the mesh, the Pulumi project and a host name can have alike."""

_QUESTIONS = re.compile(r"^template:\n(?: .*\n)+", re.MULTILINE)
"""The part of Pulumi.yaml that `pulumi new` reads and removes."""


def project(name: str) -> dict[str, str]:
    """The text of each file of a project with this name, by its path."""
    values = {"PROJECT": name, "DESCRIPTION": DESCRIPTION}
    texts = {path: _filled(text, values) for path, text in _texts(files("meshwright.template") / "project", "")}
    texts["Pulumi.yaml"] = _QUESTIONS.sub("", texts["Pulumi.yaml"])
    return dict(sorted(texts.items()))


def different(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """The paths of files that stand in the folder with another text."""
    return [path for path, text in texts.items() if (folder / path).exists() and not _is(folder / path, text)]


def write(folder: Path, texts: Mapping[str, str]) -> None:
    """Writes each file."""
    for path, text in texts.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def name_of(folder: Path) -> str:
    """The folder's name in the form of a project's name. Empty if nothing of it is left."""
    words = re.findall(r"[a-z0-9]+", folder.resolve().name.lower())
    return "-".join(words).lstrip("0123456789-")[:40].rstrip("-")


def _is(file: Path, text: str) -> bool:
    return file.is_file() and file.read_bytes() == text.encode()


def _texts(folder: Traversable, above: str) -> list[tuple[str, str]]:
    found = []
    for each in folder.iterdir():
        if each.name == "__pycache__":
            continue
        path = f"{above}{each.name}"
        found += _texts(each, f"{path}/") if each.is_dir() else [(path, each.read_text())]
    return found


def _filled(text: str, values: Mapping[str, str]) -> str:
    for key, value in values.items():
        text = text.replace("${" + key + "}", value)
    return text
