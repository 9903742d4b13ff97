"""The access log: one JSON object a request, always with the same fields, in App Mesh's words."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ConnectionManager, Direction
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import AccessLog

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


def _connection_manager(part: ConnectionManager) -> Resource:
    """Route and target are in the metadata of routes and clusters; inbound, every request is for the one application."""
    own = {"mesh": part.mesh, "virtual_node": part.proxy, "direction": part.direction}
    if part.listener:
        known = {"virtual_service": part.service, "route": "inbound", "target": part.proxy}
        return _fields(part.log, own, known, [_NOT_A_CHECK])
    return _fields(part.log, own, filters=[_NOT_A_CHECK] if part.balancer else [])


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


FEATURE = Feature("access_log", connection_manager=_connection_manager)
