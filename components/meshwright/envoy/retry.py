"""Retry policies."""

from functools import lru_cache

from meshwright.envoy import types
from meshwright.envoy.feature import Feature
from meshwright.envoy.parts import RoutePart
from meshwright.envoy.snapshot import Resource
from meshwright.plan.model import RetryPolicy
from meshwright.units import seconds

_CODES = {
    "server-error": (500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511),
    "gateway-error": (502, 503, 504),
    "client-error": (409,),
}
_CONDITIONS = {
    "server-error": ("reset",),
    "gateway-error": ("reset",),
    "stream-error": ("refused-stream",),
    "connection-error": ("connect-failure",),
}
_DEFAULT_CONDITIONS = ("connect-failure", "refused-stream", "reset", "unavailable")
_DEFAULT_CODES = (503,)


@lru_cache(maxsize=256)
def _retry_policy(policy: RetryPolicy) -> Resource:
    """Envoy's form of a retry policy: always on another host where there is one (App Mesh's `previous_hosts`).

    Source: App Mesh API, HttpRetryPolicy (which events are which codes); user guide, envoy-defaults.
    """
    conditions: list[str] = []
    codes: list[int] = []
    for event in policy.on:
        codes += _CODES.get(event, ())
        conditions += _CONDITIONS.get(event, () if event in _CODES else (event,))
    if not policy.on:
        conditions, codes = list(_DEFAULT_CONDITIONS), list(_DEFAULT_CODES)
    if codes:
        conditions.append("retriable-status-codes")
    retry: Resource = {
        "retry_on": ",".join(dict.fromkeys(conditions)),
        "num_retries": policy.attempts,
        "retry_host_predicate": [
            {
                "name": "envoy.retry_host_predicates.previous_hosts",
                "typed_config": {"@type": types.PREVIOUS_HOSTS},
            }
        ],
        "host_selection_retry_max_attempts": 5,
    }
    if codes:
        retry["retriable_status_codes"] = sorted(set(codes))
    if policy.per_try is not None:
        retry["per_try_timeout"] = seconds(policy.per_try)
    return retry


def _route(part: RoutePart) -> Resource:
    policy = part.policy.retry
    return {"route": {"retry_policy": _retry_policy(policy)}} if policy and policy.attempts else {}


FEATURE = Feature("retry", route=_route)
