"""What an Envoy is started with: who it is, where its admin port is, where the agent puts its configuration.

All paths are relative to the agent's state directory, which is Envoy's working directory. So the bundles of a proxy are
the same bytes on every platform.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from meshwright.envoy import types

WATCHED = "xds"
CURRENT = f"{WATCHED}/current"


READ = ("/certs", "/clusters", "/config_dump", "/listeners", "/ready", "/server_info", "/stats")
"""The pages of the admin interface that only show something. Each begins so."""

DRAINING = ("/drain_listeners", "/healthcheck/fail")
"""What a task that leaves asks of its Envoy."""


_ANY_RESETS = {"overload.premature_reset_total_stream_count": 2**32 - 1}
"""By default, Envoy ends a connection once 250 requests on it were given up within a second. Callers share connections
between Envoys: a few impatient ones, or a short timeout in a slow minute, would end everybody's requests."""


def bootstrap(
    proxy: str, cluster: str, admin_port: int, *, allowed: Sequence[str] = (), outside: bool = False
) -> dict[str, Any]:
    """The bootstrap of one proxy, as JSON.

    `proxy` becomes the node's id, `cluster` its cluster: the names under which Envoy reports traces and stats. The
    admin interface listens on 127.0.0.1 only, at `admin_port`, and answers 403 to paths that do not begin with one of
    `allowed` (empty: it answers everything). `outside`: whether each of its connections is one client's from outside the
    mesh, who may reset so many requests only.
    """
    admin: dict[str, Any] = {"address": {"socket_address": {"address": "127.0.0.1", "port_value": admin_port}}}
    if allowed:
        admin["allow_paths"] = [{"prefix": each} for each in allowed]
    return {
        "node": {"id": proxy, "cluster": cluster},
        "admin": admin,
        "dynamic_resources": {
            "cds_config": _file(f"{CURRENT}/clusters.json"),
            "lds_config": _file(f"{CURRENT}/listeners.json"),
        },
        **({} if outside else {"layered_runtime": {"layers": [{"name": "static", "static_layer": _ANY_RESETS}]}}),
        # Nobody sizes the downstream connections of a sidecar by hand; without this, Envoy warns at each start.
        "overload_manager": {
            "resource_monitors": [
                {
                    "name": "envoy.resource_monitors.global_downstream_max_connections",
                    "typed_config": {
                        "@type": types.DOWNSTREAM_CONNECTIONS,
                        "max_active_downstream_connections": 1_000_000,
                    },
                }
            ]
        },
    }


@cache
def rds(route_name: str) -> dict[str, Any]:
    """The `rds` of an HttpConnectionManager: the RouteConfiguration `route_name`, in the file the agent writes."""
    return {"route_config_name": route_name, "config_source": _file(f"{CURRENT}/routes/{route_name}.json")}


def arguments(
    bootstrap_file: str = "envoy.json",
    *,
    concurrency: int = 1,
    drain_time: int = 30,
    log_level: str = "warning",
) -> Sequence[str]:
    """Envoy's command line, without the program itself. The working directory must be the state directory.

    `concurrency` is the number of worker threads; `drain_time`, in seconds, is how long the connections of a changed
    or removed listener may live on (Envoy's own default is 600).
    """
    return [
        "-c",
        bootstrap_file,
        # Hot restart shares memory by --base-id; without it, any number of Envoys live on one machine.
        "--disable-hot-restart",
        # Envoy takes a misspelt field silently; with this it refuses the resource and says which.
        "--reject-unknown-dynamic-fields",
        "--concurrency",
        str(concurrency),
        "--drain-time-s",
        str(drain_time),
        "--log-level",
        log_level,
    ]


def _file(path: str) -> dict[str, Any]:
    return {
        "resource_api_version": "V3",
        "path_config_source": {"path": path, "watched_directory": {"path": WATCHED}},
        # A file is there or it is not: never open a listener before its routes are read.
        "initial_fetch_timeout": "0s",
    }
