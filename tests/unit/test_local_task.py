"""The agent's script of a local mesh, which tasks that start at the same time write together."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from meshwright.local.task import agent_script, write_agent_script


def test_many_threads_write_the_script_at_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: write_agent_script(tmp_path), range(200)))
    assert [each.name for each in tmp_path.iterdir()] == [agent_script(tmp_path).name]
