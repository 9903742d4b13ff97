"""Timeouts and retries of a route, with Envoy's defaults."""

from meshwright.envoy.snapshot import Resource
from meshwright.traffic.explanation import Retry

TIMEOUT = "15s"
IDLE_TIMEOUT = "300s"


def seconds(duration: str) -> float | None:
    """A protobuf duration in seconds; None for zero, which means no timeout to Envoy."""
    return float(duration.removesuffix("s")) or None


def timeout(action: Resource) -> float | None:
    """The timeout of a request with all its retries; 15 s if the route has none."""
    return seconds(action.get("timeout") or TIMEOUT)


def idle_timeout(action: Resource, manager: Resource) -> float | None:
    """The idle timeout of the stream: the route's, else the listener's, else 300 s."""
    return seconds(action.get("idle_timeout") or manager.get("stream_idle_timeout") or IDLE_TIMEOUT)


def retry(action: Resource, virtual_host: Resource) -> Retry | None:
    """The route's retry policy, else the virtual host's; None if neither retries."""
    policy = action.get("retry_policy") or virtual_host.get("retry_policy") or {}
    number = int(policy.get("num_retries", 1))
    if not policy.get("retry_on") or not number:
        return None
    each = policy.get("per_try_timeout")
    codes = tuple(int(code) for code in policy.get("retriable_status_codes", []))
    return Retry(number, policy["retry_on"], seconds(each) if each else None, codes)


_NOT_IDEMPOTENT = ("POST", "PATCH")
"""RFC 9110, section 9.2.2: a client may repeat all other methods."""

_BEFORE_IT_BEGAN = {"connect-failure", "refused-stream"}
"""Failures after which no application has seen the request."""


def repeated(method: str, policy: Retry | None) -> tuple[str, ...]:
    """What to note of retries that may execute a request more than once."""
    if policy is None or method not in _NOT_IDEMPOTENT or set(policy.on.split(",")) <= _BEFORE_IT_BEGAN:
        return ()
    return (f"a {method} that fails while an application works on it may be executed {policy.num_retries + 1} times",)
