"""A request as Envoy's routing sees it, after the HTTP connection manager."""

import re
from dataclasses import dataclass, replace

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.fields import MANAGER, only, words
from meshwright.traffic.not_explainable import NotExplainable
from meshwright.traffic.path import merge_slashes, normalize, unescape_slashes
from meshwright.traffic.request import Request

METHODS = words(
    """
    ACL BIND CHECKOUT COPY DELETE GET HEAD LINK LOCK MERGE MKACTIVITY MKCALENDAR MKCOL MOVE MSEARCH NOTIFY
    OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK
    UNLOCK UNSUBSCRIBE
    """
)
# Envoy stores one value for each of these; values of repeated headers are joined, unless they are empty.
JOINED = words(
    """
    accept accept-encoding access-control-request-headers access-control-request-method
    access-control-request-private-network authentication authorization cache-control cdn-loop
    content-encoding content-type grpc-accept-encoding grpc-timeout if-match if-modified-since if-none-match
    if-range if-unmodified-since origin pragma proxy-status referer user-agent via x-client-trace-id
    x-forwarded-for x-forwarded-host x-forwarded-port x-forwarded-proto
    """
)
# Envoy itself adds, changes or removes these, and not by the request alone.
MANAGED = words(
    """
    connection content-length expect keep-alive proxy-connection te transfer-encoding upgrade
    x-forwarded-client-cert x-request-id
    """
)
_SLASHES = "path_with_escaped_slashes_action"
_UPGRADES = "ignore_http_11_upgrade"
LABELS = r"[A-Za-z0-9.-]+"
URL_HOST = re.compile(rf"({LABELS}|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?")
# A "Host:" header allows more characters than the host of a URL, such as underscores.
HEADER_HOST = re.compile(r"[!$%&'()*+,\-.0-9:;=@A-Z\[\]_a-z~]*")


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that Envoy answers itself before it looks for a route."""

    status: int
    reason: str
    grpc_status: int | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What routes are matched against. `path` includes the query, as the header `:path` does."""

    method: str
    scheme: str
    authority: str
    path: str
    headers: dict[str, list[str]]
    """By name in lower case, with pseudo headers; each value that is matched separately."""

    @property
    def grpc(self) -> bool:
        """Whether Envoy treats it as gRPC, and answers with a gRPC status."""
        return _grpc(self.headers.get("content-type", [""])[0])

    def values(self, name: str) -> list[str]:
        """The values that a header match sees; empty if the header is absent."""
        name = name.lower()
        if name in MANAGED or name.startswith("x-envoy-") or (name == "x-forwarded-for" and name not in self.headers):
            raise NotExplainable(f"a match on the header {name}, which Envoy itself sets or removes")
        return self.headers.get(name, [])


def arrive(request: Request, manager: Resource, secure: bool) -> Arrival | Refused:
    """The request after this HTTP connection manager; `secure` if it arrives over TLS.

    Raises NotExplainable if a field of the manager that the explainer doesn't know could change it.
    """
    _known(manager)
    if request.method in ("CONNECT", "QUERY"):
        raise NotExplainable(f"{request.method} requests")
    if upgrades := [each for each in request.values("upgrade") if not _ignored(each, manager)]:
        raise NotExplainable(f"requests that upgrade to {upgrades[0]}")
    if request.method not in METHODS:
        return Refused(400, f"Envoy knows no method {request.method!r}")
    authority = _authority(request)
    if authority is None:
        return Refused(400, f"{request.authority!r} is not a host that Envoy accepts here")
    if not request.path.isascii():
        return Refused(400, "the path has characters that are not ASCII: they must be percent-encoded")
    forwarded, scheme = _schemes(request, manager, "https" if secure else "http")
    if request.scheme == "https" and forwarded == "http" and _edge(manager) and not secure:
        return Refused(403, "an https URL came in over a connection without TLS")
    if "#" in request.path:
        return _refused(request, "the path has a '#': clients keep that part of a URL to themselves")
    unescaped = unescape_slashes(request.path) if _unescapes(manager) else request.path
    path = normalize(unescaped) if manager.get("normalize_path") else unescaped
    if path is None:
        return _refused(request, "the path has an escaped zero byte")
    path = merge_slashes(path) if manager.get("merge_slashes") else path
    if unescaped != request.path:
        refused = _refused(request, f"the path has an escaped slash: the client is redirected to {path}")
        return refused if refused.grpc_status else replace(refused, status=307, location=path)
    headers = _headers(request, _strip(authority, manager), path, scheme)
    headers["x-forwarded-proto"] = [forwarded]
    if manager.get("use_remote_address"):
        headers.pop("x-forwarded-for", None)
    elif "x-forwarded-for" not in headers:
        headers["x-forwarded-for"] = []
    return Arrival(request.method, scheme, headers[":authority"][0], path, headers)


def grpc_status(status: int) -> int:
    """The gRPC status that stands for an HTTP status which Envoy itself answers."""
    return {400: 13, 401: 16, 403: 7, 404: 12, 429: 14, 502: 14, 503: 14, 504: 14}.get(status, 2)


def _grpc(content_type: str) -> bool:
    return content_type == "application/grpc" or content_type.startswith("application/grpc+")


def _refused(request: Request, reason: str) -> Refused:
    grpc = _grpc(",".join(filter(None, request.values("content-type"))))
    return Refused(200, reason, grpc_status(400)) if grpc else Refused(400, reason)


def _known(manager: Resource) -> None:
    where = "the HTTP connection manager"
    only(manager, MANAGER, where)
    for part, fields in (
        ("common_http_protocol_options", {"headers_with_underscores_action"}),
        ("http_protocol_options", {"allow_absolute_url", "allow_custom_methods", "default_host_for_http_10"}),
    ):
        for field in fields & manager.get(part, {}).keys():
            raise NotExplainable(f"{part}.{field} in {where}")


def _ignored(upgrade: str, manager: Resource) -> bool:
    """Whether Envoy takes a request with this Upgrade header as if it had none."""
    prefixes = [each["prefix"] for each in manager.get("http_protocol_options", {}).get(_UPGRADES, ())]
    return any(upgrade.lower().startswith(each.lower()) for each in prefixes)


def _unescapes(manager: Resource) -> bool:
    """Whether a path with an escaped slash is answered with a redirection to the path without."""
    action = manager.get(_SLASHES, "KEEP_UNCHANGED")
    if action not in ("KEEP_UNCHANGED", "UNESCAPE_AND_REDIRECT"):
        raise NotExplainable(f"{_SLASHES}: {action}")
    return bool(action == "UNESCAPE_AND_REDIRECT")


def _edge(manager: Resource) -> bool:
    return bool(manager.get("use_remote_address")) and not manager.get("xff_num_trusted_hops")


def _schemes(request: Request, manager: Resource, transport: str) -> tuple[str, str]:
    sent = request.values("x-forwarded-proto")
    forwarded = ",".join(filter(None, sent)) if sent and not _edge(manager) else transport
    known = forwarded.lower() if forwarded.lower() in ("http", "https") else transport
    return forwarded, request.scheme or known


def _authority(request: Request) -> str | None:
    if request.scheme is None:
        return request.authority if HEADER_HOST.fullmatch(request.authority) else None
    found = URL_HOST.fullmatch(request.authority)
    return request.authority if found and int((found[2] or ":0")[1:]) <= 65535 else None


def _strip(authority: str, manager: Resource) -> str:
    if manager.get("strip_trailing_host_dot"):
        host, port = split_port(authority)
        authority = host.removesuffix(".") + port
    if manager.get("strip_any_host_port"):
        host, port = split_port(authority)
        authority = host if re.fullmatch(r":\+?[0-9]{1,9}", port) else authority
    return authority


def split_port(authority: str) -> tuple[str, str]:
    """The host, and the port with its colon: what follows the last colon outside of brackets."""
    colon = authority.rfind(":")
    if colon < 0 or authority.rfind("]") > colon:
        return authority, ""
    return authority[:colon], authority[colon:]


def _headers(request: Request, authority: str, path: str, scheme: str) -> dict[str, list[str]]:
    names = {name.lower() for name, _ in request.headers} - {"host"}
    headers = {name: request.values(name) for name in sorted(names)}
    for name in names & JOINED:
        headers[name] = [",".join(filter(None, headers[name]))]
    pseudo = {
        ":method": request.method,
        ":scheme": scheme,
        ":authority": authority,
        ":path": path,
        "host": authority,
    }
    return headers | {name: [value] for name, value in pseudo.items()}
