"""Rate limits: filters that do nothing, and the rules in the routes. Each Envoy counts for itself."""

from collections.abc import Iterable
from math import ceil

from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import ConnectionManager, Direction, RoutePart
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import RateLimit
from meshwright.units import seconds

FILTER = "envoy.filters.http.local_ratelimit"
"""The name of the filter for the limits of services' routes."""

GATEWAY_FILTER = f"{FILTER}.gateway_route"
"""The name of the filter for the limits of gateway routes: a filter takes one rule of a route."""

_CLIENTS = 10_000
"""How many clients of a route are counted: Envoy forgets the one that was quiet longest. With its default of 20, who has 21
names has no limit."""

_STATISTICS = {FILTER: "rate_limit", GATEWAY_FILTER: "gateway_rate_limit"}
_FILTERS: dict[Direction, tuple[str, ...]] = {
    "inbound": (),
    "outbound": (FILTER,),
    "gateway": (GATEWAY_FILTER, FILTER),
}
_ALL = {"default_value": {"numerator": 100}}


def _filters(part: ConnectionManager) -> Iterable[Resource]:
    """Wherever requests meet routes of services. Disabled, until a route has a rule: then no connection ends when the rule
    changes, and it costs nothing until then."""
    for name in _FILTERS[part.direction]:
        config = {"@type": types.LOCAL_RATE_LIMIT, "stat_prefix": _STATISTICS[name]}
        yield {"name": name, "disabled": True, "typed_config": config}


def _route(part: RoutePart) -> Resource:
    return rules(part.gateway_rate_limit, part.policy.rate_limit)


def rules(outer: RateLimit | None, inner: RateLimit | None = None) -> Resource:
    """The fields of a route with the limit of a gateway's route, and that of a service's route behind it.

    The client is told of one limit only, the nearest to it, so that no header is there twice.
    """
    found = {GATEWAY_FILTER: _rule(GATEWAY_FILTER, outer, told=True)} if outer else {}
    found |= {FILTER: _rule(FILTER, inner, told=not outer)} if inner else {}
    return {"typed_per_filter_config": found} if found else {}


def _rule(name: str, limit: RateLimit, *, told: bool) -> Resource:
    return {
        "@type": types.LOCAL_RATE_LIMIT,
        "stat_prefix": _STATISTICS[name],
        "token_bucket": _bucket(limit),
        # Without these two nothing is limited.
        "filter_enabled": _ALL,
        "filter_enforced": _ALL,
        # gRPC clients try UNAVAILABLE again, Envoy's other answer.
        "rate_limited_as_resource_exhausted": True,
        "response_headers_to_add": [{"header": {"key": "retry-after", "value": str(_next(limit))}}],
        **({"enable_x_ratelimit_headers": "DRAFT_VERSION_03"} if told else {}),
        **_clients(limit),
    }


def _bucket(limit: RateLimit) -> Resource:
    return {"max_tokens": limit.burst, "tokens_per_fill": limit.requests, "fill_interval": seconds(limit.per)}


def _next(limit: RateLimit) -> int:
    """After how many whole seconds the next request passes: the bucket fills evenly, one token at a time."""
    return ceil(limit.per.total_seconds() / limit.requests)


def _clients(limit: RateLimit) -> Resource:
    """A bucket for each value of the descriptor. Requests without the header share the route's own bucket, which others
    leave alone. Who has IPv6 has a network of addresses: it is one client."""
    if limit.client is None:
        return {}
    if limit.client == "address":
        key = "masked_remote_address"
        action: Resource = {key: {"v4_prefix_mask_len": 32, "v6_prefix_mask_len": 64}}
    else:
        key = "client"
        action = {"request_headers": {"header_name": limit.client.header, "descriptor_key": key}}
    return {
        "rate_limits": [{"actions": [action]}],
        "descriptors": [{"entries": [{"key": key}], "token_bucket": _bucket(limit)}],
        "max_dynamic_descriptors": _CLIENTS,
        "always_consume_default_token_bucket": False,
    }


FEATURE = Feature("rate_limit", filters=_filters, route=_route)
"""Rate limits."""
