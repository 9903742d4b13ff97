"""`meshwright local`, without starting anything."""

from pathlib import Path

from tests.unit.cli.command import as_json, ran, run


def test_local_is_for_local_stacks() -> None:
    result = run("local", "up", "prod")
    assert result.exit_code == 2
    assert "fargate" in result.stderr


def test_local_status_and_down_of_what_does_not_run(folder: Path) -> None:
    assert ran("local", "status") == "nothing runs\n"
    assert as_json("local", "status")["programs"] == []
    (folder / "local.py").write_text("1 / 0")
    assert run("local", "status").exit_code == 1
    assert run("local", "down").exit_code == 0
    assert run("local", "down", "../x").exit_code == 2
