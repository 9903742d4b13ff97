"""What a gateway makes of its clients' requests: it believes nothing that they could have written themselves."""

from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ConnectionManager
from meshwright.envoy.snapshot import Resource

_NOBODY = {"cidr_ranges": [{"address_prefix": "255.255.255.255", "prefix_len": 32}]}
"""Without a range, Envoy trusts every private address, which load balancers and port forwarding have. No client has this
one."""


_PATHS: Resource = {
    "normalize_path": True,
    "merge_slashes": True,
    "path_with_escaped_slashes_action": "UNESCAPE_AND_REDIRECT",
}
"""The gateway's routes and the application must read a path alike, or `/public/../admin` passes a route for `/public/`.
Envoy's own recommendation for edge proxies."""


def _connection_manager(part: ConnectionManager) -> Resource:
    """Takes off X-Envoy headers, which steer retries and timeouts.

    Behind a balancer that passes requests on, the last address in X-Forwarded-For and X-Forwarded-Proto are the
    balancer's. What a client wrote into X-Forwarded-For stays before it and is not used.
    """
    if part.direction != "gateway":
        return {}
    hops = {"xff_num_trusted_hops": 1} if part.balancer == "requests" else {}
    return {"use_remote_address": True, "internal_address_config": _NOBODY, **hops, **_PATHS}


FEATURE = Feature("edge", connection_manager=_connection_manager)
