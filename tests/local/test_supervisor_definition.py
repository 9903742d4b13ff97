"""What a task and a state folder may be called, and what a task is made of."""

import json
from pathlib import Path

import pytest
from tests.local.supervised import SLEEP, python, started, task
from tests.waiting import until

from meshwright.local import LocalError
from meshwright.local.processes import living
from meshwright.local.program import LocalTask, Program
from meshwright.local.supervisor import Supervisor


def test_a_folder_too_deep_for_a_socket_works(tmp_path: Path) -> None:
    deep = Supervisor(tmp_path / ("deep" * 30) / "er")
    try:
        deep.put(task("web-v1", tmp_path))
        assert deep.running()
        assert until("web-v1 runs", lambda: started(deep, "web-v1"))
    finally:
        deep.stop()
    assert living(deep.folder) == set()


@pytest.mark.parametrize("name", ["", "../x", "a b", "a:b", "a/b", "a%d", "-a", "a\nb", "a+b"])
def test_a_name_that_is_no_file_name_is_refused(supervisor: Supervisor, tmp_path: Path, name: str) -> None:
    with pytest.raises(LocalError, match="is not a name for"):
        supervisor.put(task(name, tmp_path))
    with pytest.raises(LocalError, match="is not a name for"):
        supervisor.put(LocalTask("web-v1", (python(name, SLEEP, tmp_path),)))
    assert not supervisor.running()


def test_two_programs_of_one_name_are_refused(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="different names"):
        supervisor.put(LocalTask("web-v1", (python("app", SLEEP, tmp_path), python("app", SLEEP, tmp_path))))


def test_an_unknown_signal_is_refused(supervisor: Supervisor, tmp_path: Path) -> None:
    with pytest.raises(LocalError, match="no signal SIGFOO"):
        supervisor.put(task("web-v1", tmp_path, stop_signal="FOO"))
    assert supervisor.tasks() == {}


def test_a_task_survives_json_even_with_numbers_as_floats() -> None:
    program = Program("app", ("a", "b c"), {"X": "1"}, "/", 7, "INT")
    given = LocalTask("web-v1", (program, Program("envoy", ("e",), {}, "/")), {"app": 8080})
    value = json.loads(json.dumps(given.to_json()), parse_int=float)
    back = LocalTask.from_json(value)
    assert back == given
    assert isinstance(back.ports["app"], int)
    assert isinstance(back.programs[0].stop_seconds, int)
