"""Mirroring: copies of requests, for a version that is not to answer yet."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass

from meshwright.description.fields import Name, PortNumber, Share
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class Mirror(Written):
    """Sends copies of requests to one more version, and throws its answers away.

    For example `Mirror("v2", share=10)`. Clients notice nothing: they neither wait for a copy nor see whether it failed,
    and a copy is sent once, without retries. It has the method, path, host, headers and body of the request, so that what
    writes, writes twice: give the version a database of its own, or mirror only the requests that read, by a route with
    `when=method.equals("GET")`.

    Source: Envoy, RouteAction.RequestMirrorPolicy.
    """

    to: Name
    """The version that gets the copies (in a `Service`), or the virtual node (in a `VirtualRouter`)."""

    _: KW_ONLY
    share: Share = 100
    """How many of the route's requests are copied, in percent: 0 to 100. With 0 none are, but callers know the version, so
    that more copies change routes only. Default: 100."""

    port: PortNumber | None = None
    """The port of the node. Default: its only port, or the one that equals the router's."""
