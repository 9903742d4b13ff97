"""A small gRPC server: gRPC's health checking protocol, and an answer to every other method that says which call it got."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc

HEALTH = "/grpc.health.v1.Health/Check"
_SERVING, _NOT_SERVING = b"\x08\x01", b"\x08\x02"
"""HealthCheckResponse: field 1, the status."""


class GrpcApplication:
    """Answers each call with `app`, `method` and `metadata` as JSON.

    `healthy`: by service, whether it serves; another service is unknown. `failing`: how many calls fail first, with which
    code, by method. `calls`: the methods of all calls but health checks. In the metadata of a call, `x-delay` are seconds
    to wait, `x-size` spaces that the answer ends with.
    """

    def __init__(self, name: str, healthy: dict[str, bool] | None = None, *, workers: int = 8) -> None:
        self.name = name
        self.healthy = healthy or {"": True}
        self.asked: set[str] = set()
        self.calls: list[str] = []
        self.failing: dict[str, list[grpc.StatusCode]] = {}
        self._server = grpc.server(ThreadPoolExecutor(workers))
        self._server.add_generic_rpc_handlers((_Any(self),))
        self.port = int(self._server.add_insecure_port("127.0.0.1:0"))
        self._server.start()

    def stop(self) -> None:
        """Ends at once."""
        self._server.stop(None).wait()

    def answer(self, method: str, metadata: dict[str, str], request: bytes, context: Any) -> bytes:
        """The answer to one call."""
        if method == HEALTH:
            service = request[2:].decode()  # HealthCheckRequest: field 1, the service
            self.asked.add(service)
            if service not in self.healthy:
                context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
            return _SERVING if self.healthy[service] else _NOT_SERVING
        self.calls.append(method)
        time.sleep(float(metadata.get("x-delay", 0)))
        if self.failing.get(method):
            context.abort(self.failing[method].pop(), "as the test wants it")
        spaces = b" " * int(metadata.get("x-size", 0))
        return json.dumps({"app": self.name, "method": method, "metadata": metadata}).encode() + spaces


class _Any(grpc.GenericRpcHandler):  # type: ignore[misc]
    """Takes every method."""

    def __init__(self, application: GrpcApplication) -> None:
        self._application = application

    def service(self, handler_call_details: Any) -> Any:
        method, sent = handler_call_details.method, handler_call_details.invocation_metadata
        metadata = {key: value for key, value in sent if isinstance(value, str)}
        return grpc.unary_unary_rpc_method_handler(
            lambda request, context: self._application.answer(method, metadata, request, context)
        )


def call(port: int, authority: str, method: str, metadata: dict[str, str] | None = None) -> dict[str, Any]:
    """One call through a port of this machine. Raises grpc.RpcError."""
    with grpc.insecure_channel(f"127.0.0.1:{port}", options=[("grpc.default_authority", authority)]) as channel:
        send = channel.unary_unary(method, request_serializer=None, response_deserializer=None)
        answer: bytes = send(b"", metadata=tuple((metadata or {}).items()), timeout=20)
    return dict(json.loads(answer))
