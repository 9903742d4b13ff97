"""Stack files: what is found, what is run, what their settings become, and how they fail."""

import sys
from pathlib import Path

import pytest

from meshwright.description import Environment
from meshwright.description.stack import load, settings_of, stacks
from meshwright.problems import Problem, ProblemsFound

EMPTY = 'from meshwright import Environment, Mesh, Service\nenvironment = Environment("e", Mesh("m"))\n'
PRINTING = """
from meshwright import Environment, Mesh
def environment({arguments}):
    return Environment("e", Mesh("m"), platform=({given}))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "stacks"
    path.mkdir()
    return path


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text)
    return file


def problems(folder: Path, stack: str = "x", **settings: str) -> list[Problem]:
    with pytest.raises(ProblemsFound) as found:
        load(stack, settings, folder)
    return list(found.value.problems)


def given_to(folder: Path, arguments: str, given: str, **settings: str) -> object:
    """What a function with these arguments gets, seen through a field that nobody has checked yet."""
    write(folder, "x.py", PRINTING.format(arguments=arguments, given=given))
    return load("x", settings, folder).platform


def test_an_environment_by_itself(folder: Path) -> None:
    write(folder, "x.py", EMPTY)
    assert isinstance(load("x", {}, folder), Environment)


def test_shared_files_are_imported_and_forgotten(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    text = (
        "from meshwright import Environment, Mesh\nfrom shared import name\nenvironment = Environment(name, Mesh('m'))"
    )
    for each, name in ((folder, "one"), (other, "two")):
        write(each, "x.py", text)
        write(each, "shared.py", f"name = '{name}'")
    path = list(sys.path)
    assert load("x", {}, folder).name == "one"
    assert load("x", {}, other).name == "two"
    write(folder, "shared.py", "name = 'six'")  # same size, same second
    assert load("x", {}, folder).name == "six"
    assert "shared" not in sys.modules
    assert sys.path == path
    assert not list(folder.rglob("*.pyc"))


def test_a_module_of_the_same_name_is_left_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = type(sys)("shared")
    monkeypatch.setitem(sys.modules, "shared", mine)
    write(folder, "shared.py", "name = 'theirs'")
    write(folder, "x.py", f"import shared\n{EMPTY}assert shared.name == 'theirs'")
    load("x", {}, folder)
    assert sys.modules["shared"] is mine


def test_a_stack_may_have_the_name_of_a_standard_module(folder: Path) -> None:
    import platform

    write(folder, "platform.py", f"import platform\n{EMPTY}assert platform.system()")
    assert load("platform", {}, folder).name == "e"
    assert sys.modules["platform"] is platform


def test_what_it_prints_goes_to_standard_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "x.py", f"print('hello')\n{EMPTY}")
    load("x", {}, folder)
    assert capsys.readouterr() == ("", "hello\n")


def test_settings_are_read_by_annotation(folder: Path) -> None:
    arguments = "a: str, b: int, c: float, d: bool, e, f: int | None = None, *, g: 'bool' = False, h: int = 7"
    settings = {"a": "1.10", "b": "-3", "c": "1e3", "d": "true", "e": "text", "f": "4", "g": "true"}
    assert given_to(folder, arguments, "a, b, c, d, e, f, g, h", **settings) == (
        ("1.10", -3, 1000.0, True, "text", 4, True, 7)
    )


def test_settings_never_come_from_the_process(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("tag", "1")
    monkeypatch.setenv("TAG", "1")
    write(folder, "x.py", PRINTING.format(arguments="tag: str", given="tag"))
    assert [each.code for each in problems(folder)] == ["MW003"]


def test_every_wrong_setting_at_once(folder: Path) -> None:
    arguments = "tag: str, canary: int = 1, on: bool = False, share: float = 1, names: list = ()"
    write(folder, "x.py", PRINTING.format(arguments=arguments, given="tag"))
    found = problems(folder, canry="1", canary="1_0", on="yes", share="nan", names="a,b")
    assert {each.path[0]: each.found for each in found} == {
        "canry": "a setting that no argument has",
        "tag": "no value",
        "canary": '"1_0"',
        "on": '"yes"',
        "share": '"nan"',
        "names": "an argument of type <class 'list'>",
    }
    assert {each.code for each in found} == {"MW003"}
    assert {each.place.line for each in found if each.place} == {3}
    assert next(each.fix for each in found if each.path == ("canry",)) == 'did you mean "canary"?'


def test_settings_for_what_is_no_function(folder: Path) -> None:
    write(folder, "x.py", EMPTY)
    [found] = problems(folder, canary="1")
    assert (found.code, found.path) == ("MW003", ("canary",))


def test_no_such_stack(folder: Path) -> None:
    write(folder, "prod.py", EMPTY)
    write(folder, "shop.py", "shop = 1")
    [found] = problems(folder, "prdo")
    assert (found.code, found.fix) == ("MW001", 'did you mean "prod"?')
    [found] = problems(folder, "something-else")
    assert '"prod"' in found.fix
    assert "shop" not in found.fix


@pytest.mark.parametrize("stack", ["../outside", "..", "", "/etc/passwd", "a/b"])
def test_a_stack_is_in_its_folder(folder: Path, stack: str) -> None:
    write(folder.parent, "outside.py", EMPTY)
    assert [each.code for each in problems(folder, stack)] == ["MW001"]


def test_stacks_are_found_without_running_them(folder: Path) -> None:
    write(folder, "a.py", "def environment(): raise SystemExit")
    write(folder, "b.py", "environment: object = 1")
    write(folder, "c.py", "from a import environment")
    write(folder, "d.py", "text = 'environment = 1'\n    environment = 2\ndef environments(): ...")
    assert stacks(folder) == ["a", "b", "c"]


BROKEN = {
    "from meshwright import Service\n\nService('a', prt=1)": (3, "TypeError", 'did you mean "port"?'),
    "from meshwright import Servce": (1, "ImportError", 'did you mean "Service"?'),
    "import shoop": (1, "ModuleNotFoundError", 'did you mean "shop"?'),
    "import meshwright\nMesh('a')": (2, "NameError", "write `from meshwright import Mesh`"),
    "from meshwright import Mesh\nmesh = Mesh('a')\nmseh": (3, "NameError", 'did you mean "mesh"?'),
    "from meshwright import path\npath.start_with('/')": (2, "AttributeError", 'did you mean "starts_with"?'),
    "from shop import shop\nshop(canry=1)": (2, "TypeError", 'did you mean "canary"?'),
    "\n\nx = (": (3, "SyntaxError", "correct this line: x = ("),
    "\nraise SystemExit('enough')": (2, "SystemExit", "correct this line: raise SystemExit('enough')"),
    "import json\njson.loads('{')": (2, "JSONDecodeError", "correct this line: json.loads('{')"),
    "a = 1\nassert a == 2": (2, "AssertionError", "correct this line: assert a == 2"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_file_that_does_not_run(folder: Path, text: str) -> None:
    line, error, fix = BROKEN[text]
    write(folder, "shop.py", "def shop(canary=0): ...")
    file = write(folder, "x.py", text)
    [found] = problems(folder)
    assert found.code == "MW002"
    assert found.found.partition(":")[0] == error
    assert found.fix == fix
    assert found.place is not None
    assert (found.place.file, found.place.line) == (str(file), line)


def test_the_deepest_line_of_ones_own_is_named(folder: Path) -> None:
    shared = write(folder, "shop.py", "import json\n\ndef shop():\n    return json.loads('')\n")
    write(folder, "x.py", "from shop import shop\n\ndef environment():\n    return shop()\n")
    [found] = problems(folder)
    assert found.place is not None
    assert (found.place.file, found.place.line) == (str(shared), 4)


def test_no_traceback_hangs_on_it(folder: Path) -> None:
    write(folder, "x.py", "1 / 0")
    with pytest.raises(ProblemsFound) as found:
        load("x", {}, folder)
    assert found.value.__cause__ is None
    assert found.value.__context__ is None


@pytest.mark.parametrize("text", ["", "environment = 3", "def environment(): ..."])
def test_something_else_than_an_environment(folder: Path, text: str) -> None:
    write(folder, "x.py", text)
    assert [(each.code, each.expected) for each in problems(folder)] == [("MW002", "an Environment")]


CONFIG = """\
encryptionsalt: v1:abc
config:
  aws:region: eu-west-1
  shop:canary: 10
  shop:tag: 1.10
  shop:on: true
  shop:key:
    secure: AAABBBCCC
  other:canary: 20
  bare: 3
"""


def test_settings_of_a_stack(folder: Path) -> None:
    write(folder.parent, "Pulumi.yaml", "name: shop\nruntime: python\nstackConfigDir: stacks\n")
    write(folder, "Pulumi.x.yaml", CONFIG)
    assert settings_of("x", folder) == {"canary": "10", "tag": "1.10", "on": "true", "bare": "3"}


def test_no_settings_without_files(folder: Path) -> None:
    assert settings_of("x", folder) == {}
    write(folder, "Pulumi.x.yaml", CONFIG)
    assert settings_of("x", folder) == {}
    write(folder.parent, "Pulumi.yaml", "name: shop\nstackConfigDir: stacks\n")
    write(folder, "Pulumi.x.yaml", "encryptionsalt: v1:abc\n")
    assert settings_of("x", folder) == {}


@pytest.mark.parametrize(
    ("text", "line"), [("config:\n  shop:a: [s3cret]\n", 1), ("config:\n  shop:a: s3cret\n  - s3cret: [\n", 3)]
)
def test_settings_that_do_not_fit(folder: Path, text: str, line: int) -> None:
    write(folder.parent, "Pulumi.yaml", "name: shop\nstackConfigDir: stacks\n")
    file = write(folder, "Pulumi.x.yaml", text)
    with pytest.raises(ProblemsFound) as found:
        settings_of("x", folder)
    [problem] = found.value.problems
    assert problem.code == "MW003"
    assert str(problem.place) == f"{file}:{line}"
    assert "s3cret" not in str(found.value)


@pytest.mark.parametrize("ending", ["yaml", "yml"])
@pytest.mark.parametrize(
    ("said", "place"), [("", "."), ("stackConfigDir: stacks\n", "stacks"), ("stackConfigDir: conf\n", "conf")]
)
def test_settings_are_read_where_pulumi_keeps_them(folder: Path, said: str, place: str, ending: str) -> None:
    write(folder.parent, f"Pulumi.{ending}", f"name: shop\n{said}")
    kept = folder.parent / place
    kept.mkdir(exist_ok=True)
    write(kept, f"Pulumi.x.{ending}", "config:\n  shop:canary: 7\n")
    assert settings_of("x", folder) == {"canary": "7"}
    others = {folder.parent, folder} - {kept.resolve()}
    for other in others:
        write(other, "Pulumi.x.yaml", "config:\n  shop:canary: 8\n")
    with pytest.raises(ProblemsFound) as found:
        settings_of("x", folder)
    assert [each.code for each in found.value.problems] == ["MW003"] * len(others)
    assert all("which Pulumi does not read" in each.found for each in found.value.problems)
