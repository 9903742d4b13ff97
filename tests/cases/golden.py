"""The golden cases: a folder each, with a description, its plan, and its Envoy configurations."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from meshwright.envoy.kinds import KINDS
from meshwright.envoy.snapshot import Snapshot
from meshwright.features import Feature
from meshwright.plan import Plan, resolve, to_yaml
from meshwright.plan.model import EcsPlatform
from meshwright.targets import ecs, network
from meshwright.targets.ecs.model import EcsEnvironment

CASES = Path(__file__).parent
FOLDERS = sorted(path.parent for path in CASES.glob("*/case.py"))


class Case:
    """One folder. It must be the working directory, so that the origins in its plan are short."""

    def __init__(self, folder: Path) -> None:
        spec = spec_from_file_location(f"case {folder.name}", "case.py")
        assert spec
        assert spec.loader
        module = module_from_spec(spec)
        spec.loader.exec_module(module)
        self.folder = folder
        self.shows: tuple[Feature, ...] = module.shows
        self.plan: Plan = resolve(module.environment)

    def files(self) -> dict[str, str]:
        """The files that the folder must have besides `case.py`: texts by path."""
        snapshots = network(self.plan).snapshots(self.plan)
        compiled = {f"envoy/{proxy}.json": show(snapshot) for proxy, snapshot in snapshots.items()}
        on_ecs = isinstance(self.plan.platform, EcsPlatform)
        made = {"ecs.json": show_ecs(ecs.layout(self.plan))} if on_ecs else {}
        return {"plan.yaml": to_yaml(self.plan), **compiled, **made}


def show(snapshot: Snapshot) -> str:
    """A snapshot in readable form."""
    return indented({kind: list(resources.values()) for kind, resources in kinds(snapshot).items()}) + "\n"


def show_ecs(environment: EcsEnvironment) -> str:
    """The resources on ECS, without packed texts, which change with each letter of the agent."""
    values = asdict(environment)
    for proxy in values["proxies"].values():
        del proxy["snapshot"], proxy["bundle"]
        for container in proxy["task"]["containers"]:
            for each in container.get("environment", ()):
                if each["name"] in ("MESHWRIGHT_AGENT", "MESHWRIGHT_BUNDLE") and each["value"]:
                    each["value"] = "(packed)"
    return indented(json.loads(json.dumps(values))) + "\n"


def indented(value: object, before: str = "") -> str:
    """JSON. A value that fits in a line is written in one."""
    line = json.dumps(value)
    if len(before) + len(line) <= 118 or not isinstance(value, dict | list):
        return line
    deeper = before + "  "
    if isinstance(value, list):
        return "[\n" + ",\n".join(deeper + indented(each, deeper) for each in value) + f"\n{before}]"
    pairs = (f"{deeper}{json.dumps(key)}: {indented(each, deeper)}" for key, each in value.items())
    return "{\n" + ",\n".join(pairs) + f"\n{before}}}"


def kinds(snapshot: Snapshot) -> Mapping[str, Mapping[str, object]]:
    return snapshot.by_kind


def goldens() -> list[Snapshot]:
    """Every golden Envoy configuration, from its file. Its proxy is called `<case>/<proxy>`."""
    return [read(path) for path in sorted(CASES.glob("*/envoy/*.json"))]


def read(path: Path) -> Snapshot:
    values = json.loads(path.read_text())
    resources = {kind: {each["name"]: each for each in values[kind]} for kind in KINDS}
    return Snapshot(f"{path.parent.parent.name}/{path.stem}", resources)
