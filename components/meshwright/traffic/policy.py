"""Timeouts and retries of a route, with Envoy's defaults where nothing is said."""

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.explanation import Retry

TIMEOUT = "15s"
IDLE_TIMEOUT = "300s"


def seconds(duration: str) -> float | None:
    """A protobuf duration in seconds; None for zero, which is Envoy's word for no limit."""
    return float(duration.removesuffix("s")) or None


def timeout(action: Resource) -> float | None:
    """How long a request may take with all its retries: 15 s where the route does not say."""
    return seconds(action.get("timeout") or TIMEOUT)


def idle_timeout(action: Resource, manager: Resource) -> float | None:
    """How long nothing may come over the stream: the route's, else the listener's, else 300 s."""
    return seconds(action.get("idle_timeout") or manager.get("stream_idle_timeout") or IDLE_TIMEOUT)


def retry(action: Resource, virtual_host: Resource) -> Retry | None:
    """The route's retry policy, else the whole of the virtual host's; None where neither retries anything."""
    policy = action.get("retry_policy") or virtual_host.get("retry_policy") or {}
    number = int(policy.get("num_retries", 1))
    if not policy.get("retry_on") or not number:
        return None
    each = policy.get("per_try_timeout")
    codes = tuple(int(code) for code in policy.get("retriable_status_codes", []))
    return Retry(number, policy["retry_on"], seconds(each) if each else None, codes)
