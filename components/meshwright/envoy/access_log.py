"""The access log: one JSON object a request, always with the same fields, in App Mesh's words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from meshwright.envoy import types
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import AccessLog

Direction = Literal["inbound", "outbound", "gateway"]

_PER_REQUEST = {
    "time": "%START_TIME%",
    "virtual_service": "%METADATA(ROUTE:meshwright:virtual_service)%",
    "route": "%METADATA(ROUTE:meshwright:route)%",
    "gateway_route": "%METADATA(ROUTE:meshwright:gateway_route)%",
    "target": "%METADATA(CLUSTER:meshwright:virtual_node)%",
    "trace_id": "%REQ(TRACEPARENT?X-AMZN-TRACE-ID)%",
    "request_id": "%REQ(X-REQUEST-ID)%",
    "method": "%REQ(:METHOD)%",
    "host": "%REQ(X-FORWARDED-HOST?:AUTHORITY)%",
    "path": "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
    "protocol": "%PROTOCOL%",
    "status": "%RESPONSE_CODE%",
    "reason": "%RESPONSE_CODE_DETAILS%",
    "flags": "%RESPONSE_FLAGS%",
    "duration_ms": "%DURATION%",
    "upstream_ms": "%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%",
    "attempts": "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
    "bytes_in": "%BYTES_RECEIVED%",
    "bytes_out": "%BYTES_SENT%",
    "upstream": "%UPSTREAM_HOST%",
    "client": "%DOWNSTREAM_REMOTE_ADDRESS%",
}
"""`trace_id` is the caller's, W3C or X-Ray. A field without a value is null."""

FIELDS = ("mesh", "virtual_node", "direction", *_PER_REQUEST)
"""Every field, in alphabetical order in the log itself."""

_FAILED = {
    "or_filter": {
        "filters": [
            {
                "status_code_filter": {
                    "comparison": {
                        "op": "GE",
                        "value": {"default_value": 400, "runtime_key": "meshwright.failed"},
                    }
                }
            },
            {"response_flag_filter": {}},
        ]
    }
}


_NOT_A_CHECK: Resource = {"not_health_check_filter": {}}
"""Every caller asks every few seconds: logged, that would be most of the log of a quiet service."""


def of_requests(
    log: AccessLog | None, mesh: str, proxy: str, direction: Direction, *, checked: bool = False
) -> Resource:
    """The fields of a connection manager. What a request was for stands in the metadata of its route.

    `checked`: whether someone asks for its health, which is not logged.
    """
    own = {"mesh": mesh, "virtual_node": proxy, "direction": direction}
    return _fields(log, own, filters=[_NOT_A_CHECK] if checked else [])


def of_arrivals(log: AccessLog | None, mesh: str, node: str, service: str) -> Resource:
    """The fields of a node's inbound connection manager, where each request is for its one application."""
    own = {"mesh": mesh, "virtual_node": node, "direction": "inbound"}
    known = {"virtual_service": service, "route": "inbound", "target": node}
    return _fields(log, own, known, [_NOT_A_CHECK])


def of_connections(
    log: AccessLog | None, mesh: str, proxy: str, direction: Direction, service: str, route: str
) -> Resource:
    """The fields of a TCP proxy. It knows no routes, so that virtual service and route are named here."""
    known = {"virtual_service": service, "route": route}
    return _fields(log, {"mesh": mesh, "virtual_node": proxy, "direction": direction}, known)


def _fields(
    log: AccessLog | None,
    own: dict[str, str],
    known: Mapping[str, str] = MappingProxyType({}),
    filters: Sequence[Resource] = (),
) -> Resource:
    """Written to standard output: a file `/dev/stdout` can't be opened by a user who does not own it."""
    if log is None:
        return {}
    entry: Resource = {
        "name": "envoy.access_loggers.stdout",
        "typed_config": {
            "@type": types.STDOUT_ACCESS_LOG,
            "log_format": {"json_format": {**own, **_PER_REQUEST, **known}},
        },
    }
    asked = [*filters, *([_FAILED] if log.failures_only else [])]
    if asked:
        entry["filter"] = {"and_filter": {"filters": asked}} if len(asked) > 1 else asked[0]
    return {"access_log": [entry]}
