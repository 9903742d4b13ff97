"""The upstream of the explainer's tests, which answers with what it was asked, and what became of changed headers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from meshwright.envoy.snapshot import Resource, Snapshot
from meshwright.traffic import Explanation, Request
from meshwright.traffic.header_changes import applied

MANAGER = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
ROUTER = {
    "name": "envoy.filters.http.router",
    "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"},
}
ANSWERED = "of-the-upstream"
"""The value with which the upstream answers in each of these headers."""

ABSENT = "-"
"""What Envoy writes for a header that is not there."""


def changed_names(snapshot: Snapshot) -> list[str]:
    """The names of all headers that any route of the snapshot changes."""
    return sorted(set(_names(snapshot.routes)))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key in ("request_headers_to_remove", "response_headers_to_remove"):
                yield from map(str.lower, each)
            elif key in ("request_headers_to_add", "response_headers_to_add"):
                yield from (one["header"]["key"].lower() for one in each)
            else:
                yield from _names(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _names(each)


def _answers(names: Sequence[str]) -> list[Resource]:
    """The headers with which the upstream answers: the values that arrived, and one of its own for each name."""
    found = [(f"x-upstream-got-{name}", f"%CEL(request.headers['{name}'])%") for name in names]
    return [{"header": {"key": key, "value": value}} for key, value in [*found, *((name, ANSWERED) for name in names)]]


def address(port: int, host: str = "127.0.0.1") -> Resource:
    """A port of this machine."""
    return {"socket_address": {"address": host, "port_value": port}}


def upstream_listener(port: int, names: Sequence[str], log: Resource) -> Resource:
    """A listener that answers every request with the path, the host and the headers that it was asked for, at every
    address of this machine."""
    manager = {
        "@type": MANAGER,
        "stat_prefix": "upstream",
        "access_log": [log],
        "http_filters": [ROUTER],
        "route_config": {
            "virtual_hosts": [
                {
                    "name": "all",
                    "domains": ["*"],
                    "routes": [{"match": {"prefix": ""}, "direct_response": {"status": 200}}],
                    "response_headers_to_add": [
                        {"header": {"key": "x-upstream-path", "value": "%REQ(:PATH)%"}},
                        {"header": {"key": "x-upstream-host", "value": "%REQ(:AUTHORITY)%"}},
                        *_answers(names),
                    ],
                }
            ]
        },
    }
    chain = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
    return {
        "name": "upstream",
        "address": address(port, "0.0.0.0"),
        "enable_reuse_port": False,
        "filter_chains": [chain],
    }


def compared(
    names: Sequence[str], request: Request, said: Explanation, headers: Mapping[str, str], *, proxied: bool
) -> Iterator[tuple[str, object, object]]:
    """For each header its name, the values that are explained, and those that were there."""
    if said.outcome in ("refused", "health_check", "no_route", "no_virtual_host"):
        return
    for name in names:
        if proxied:
            sent = applied(said.request_headers, name, request.values(name))
            got = headers.get(f"x-upstream-got-{name}", "")
            yield f"request header {name}", ",".join(sent), "" if got == ABSENT else got
        back = applied(said.response_headers, name, [ANSWERED] if proxied else [])
        yield f"response header {name}", ",".join(back), headers.get(name, "")
