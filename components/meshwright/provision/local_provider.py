"""The dynamic providers of the local platform. Each calls one function of `meshwright.local`.

Pulumi runs them in a separate process, several at once, and returns numbers as floats. A provider's `diff` also checks the
machine, so that `pulumi up` restarts what a reboot has ended.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from pulumi import ResourceOptions
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider, UpdateResult

from meshwright.delivery import bundle
from meshwright.envoy.kinds import KINDS
from meshwright.envoy.snapshot import Snapshot
from meshwright.local import program
from meshwright.local.mesh import LocalMesh
from meshwright.local.proxy import Proxy
from meshwright.local.task import source

Props = dict[str, Any]


def _mesh(props: Mapping[str, Any]) -> LocalMesh:
    return LocalMesh(Path(props["folder"]), Path(props["folder"]))


def _changed(olds: Mapping[str, Any], news: Mapping[str, Any], *replacing: str) -> DiffResult:
    changed = [name for name in news if _whole(olds.get(name)) != _whole(news[name])]
    replaces = [name for name in changed if name in ("folder", *replacing)]
    return DiffResult(changes=bool(changed), replaces=replaces, delete_before_replace=True)


def _whole(value: Any) -> Any:
    """The value with floats that are whole numbers converted to integers."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {name: _whole(each) for name, each in value.items()}
    return [_whole(each) for each in value] if isinstance(value, list) else value


class _Local(ResourceProvider):
    serialize_as_secret_always = False  # it holds no secret, and previews must be readable

    def apply(self, props: Props, before: Props) -> None:
        """Applies `props` to the machine. `before`: the properties in Pulumi's state, empty for a new resource."""
        raise NotImplementedError

    def create(self, props: Props) -> CreateResult:
        self.apply(props, {})
        return CreateResult(id_=self.identity(props), outs=props)

    def update(self, _id: str, olds: Props, news: Props) -> UpdateResult:
        self.apply(news, olds)
        return UpdateResult(outs=news)

    def identity(self, props: Props) -> str:
        return str(props["instance"])


class _SupervisorProvider(_Local):
    def apply(self, props: Props, before: Props) -> None:
        _mesh(props).start()

    def diff(self, _id: str, olds: Props, news: Props) -> DiffResult:
        found = _changed(olds, news)
        return found if found.changes else DiffResult(changes=not _mesh(news).supervisor.running())

    def delete(self, _id: str, props: Props) -> None:
        _mesh(props).down()

    def identity(self, props: Props) -> str:
        return str(props["folder"])


class _TaskProvider(_Local):
    def apply(self, props: Props, before: Props) -> None:
        _mesh(props).run(program.LocalTask.from_json(props["task"]))

    def diff(self, _id: str, olds: Props, news: Props) -> DiffResult:
        found = _changed(olds, news, "instance")
        lost = news["instance"] not in _mesh(news).supervisor.tasks()
        return found if found.changes else DiffResult(changes=lost)

    def delete(self, _id: str, props: Props) -> None:
        _mesh(props).stop(props["instance"])


class _BundleProvider(_Local):
    def apply(self, props: Props, before: Props) -> None:
        Proxy(Path(props["folder"]), props["instance"], 0).give(_text(props))

    def diff(self, _id: str, olds: Props, news: Props) -> DiffResult:
        found = _changed(olds, news, "instance")
        path = source(Path(news["folder"]), news["instance"])
        lost = not path.exists() or path.read_text() != _text(news)
        return found if found.changes else DiffResult(changes=lost)

    def delete(self, _id: str, props: Props) -> None:
        source(Path(props["folder"]), props["instance"]).unlink(missing_ok=True)


def _text(props: Props) -> str:
    return bundle.write(Snapshot(props["instance"], {field: _whole(props[field]) for field in KINDS}))


class _InForceProvider(_Local):
    def apply(self, props: Props, before: Props) -> None:
        mesh = _mesh(props)
        tasks = mesh.supervisor.tasks()
        versions = props["versions"]
        proxies = [mesh.proxy(tasks[name]) for name in versions if name in tasks]
        new = [each for each in proxies if each.name not in before.get("versions", {})]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda each: each.wait_in_force(versions[each.name]), proxies))
            list(pool.map(Proxy.wait_healthy, new))

    def diff(self, _id: str, olds: Props, news: Props) -> DiffResult:
        return _changed(olds, news)

    def identity(self, props: Props) -> str:
        return str(props["folder"])


class Supervisor(Resource, module="meshwright", name="Supervisor"):
    """The daemon that restarts the processes of a local mesh. `folder`: its state."""

    def __init__(self, name: str, *, folder: str, opts: ResourceOptions | None = None) -> None:
        super().__init__(_SupervisorProvider(), name, {"folder": folder}, opts)


class LocalTask(Resource, module="meshwright", name="LocalTask"):
    """The application, Envoy and agent of one instance. A change restarts them."""

    def __init__(self, name: str, *, folder: str, task: Props, opts: ResourceOptions | None = None) -> None:
        super().__init__(_TaskProvider(), name, {"folder": folder, "instance": name, "task": task}, opts)


class Bundle(Resource, module="meshwright", name="Bundle"):
    """The configuration of one Envoy, by resource, so that a preview shows what changes. A change restarts nothing."""

    def __init__(
        self, name: str, *, folder: str, instance: str, snapshot: Snapshot, opts: ResourceOptions | None = None
    ) -> None:
        kinds = {field: dict(resources) for field, resources in snapshot.by_kind.items()}
        props = {"folder": folder, "instance": instance, **kinds}
        super().__init__(_BundleProvider(), name, props, opts)


class InForce(Resource, module="meshwright", name="InForce"):
    """Created when every Envoy reports its version in force, and new Envoys have healthy members.

    `versions`: by instance.
    """

    def __init__(
        self, name: str, *, folder: str, versions: Mapping[str, str], opts: ResourceOptions | None = None
    ) -> None:
        super().__init__(_InForceProvider(), name, {"folder": folder, "versions": dict(versions)}, opts)
