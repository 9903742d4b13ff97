"""The defaults, each with its reason or source."""

from datetime import timedelta

from meshwright.plan.model import (
    AccessLog,
    AppConfigDelivery,
    ConnectionPool,
    HealthCheck,
    RetryPolicy,
    RoutePolicy,
    Timeouts,
)

RETRY = RetryPolicy(attempts=2, on=(), per_try=None, origin="defaults.retry")
"""App Mesh's hidden default since 2020-07-29 (user guide, envoy-defaults): 2 retries on 503, UNAVAILABLE, a refused or
reset connection. Tried: with `previous_hosts` and without circuit breakers, no request fails when one of two hosts dies."""

TIMEOUT = Timeouts(per_request=timedelta(seconds=15), idle=timedelta(minutes=5), origin="defaults.timeout")
"""15 s for each request: App Mesh's default. 5 minutes without data: Envoy's default of `stream_idle_timeout`."""

TCP_TIMEOUT = Timeouts(per_request=None, idle=timedelta(hours=1), origin="defaults.timeout")
"""Envoy's default of `tcp_proxy.idle_timeout`."""

POLICY = RoutePolicy(retry=RETRY, timeout=TIMEOUT)
"""What routes of requests inherit where neither mesh nor service say otherwise."""

TCP_POLICY = RoutePolicy(retry=None, timeout=TCP_TIMEOUT)
"""The same for routes of TCP connections, which inherit nothing from the mesh: its timeout is for requests."""

HEALTH_CHECK = HealthCheck(
    path=None,
    interval=timedelta(seconds=5),
    timeout=timedelta(seconds=2),
    healthy=2,
    unhealthy=2,
    origin="defaults.health_check",
)
"""App Mesh's shortest interval and timeout, and its smallest thresholds. In App Mesh a node has no health check unless one
is written. Here it has one, because Cloud Map answers with at most 8 tasks, and Envoy keeps healthy tasks that an answer
leaves out."""

CONNECTION_POOL = ConnectionPool(connections=None, pending=None, requests=None, origin="defaults.connection_pool")
"""No limits: App Mesh sets every circuit breaker to 2147483647 (user guide, envoy-defaults)."""

ACCESS_LOG = AccessLog(failures_only=False, origin="defaults.access_log")
"""Every request, so that each one can be looked up."""

GATEWAY_PREFIX = "/"
"""App Mesh's default: a gateway replaces the matched prefix by "/" (HttpGatewayRoutePrefixRewrite)."""

DELIVERY = AppConfigDelivery(over=timedelta(0), step=100, bake=timedelta(0), origin="defaults.delivery")
"""To all proxies at once, without a bake time: in development a change is in force when `pulumi up` ends."""

DELIVERY_IN_PRODUCTION = AppConfigDelivery(
    over=timedelta(minutes=10), step=20, bake=timedelta(minutes=10), origin="defaults.delivery_in_production"
)
"""A fifth of the tasks every two minutes, then ten minutes in which an alarm still takes it back: AppConfig's own
Linear20PercentEvery6Minutes takes an hour for the same, which nobody waits for in a roll-out of several changes."""
