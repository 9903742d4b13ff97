"""Which features a plan uses: one table, one row a feature."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from meshwright.features import Feature
from meshwright.plan.model import (
    ContainerWorkload,
    GatewayRoute,
    HostWorkload,
    LambdaWorkload,
    Listener,
    Match,
    Origin,
    Plan,
    ProcessWorkload,
    Route,
    RoutePolicy,
    Subject,
    VirtualGateway,
    VirtualNode,
)
from meshwright.units import Protocol


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a feature."""

    origin: Origin
    """The part of the description that uses it."""
    found: str
    at: tuple[str, ...] = ()
    """The path from there to the value."""


Uses = Callable[[Plan], Iterable[Use]]


def uses(plan: Plan, feature: Feature) -> Iterator[Use]:
    """Every use of a feature in a plan, in the order of the description."""
    yield from TABLE[feature](plan)


def _protocol(protocol: Protocol) -> Uses:
    def find(plan: Plan) -> Iterator[Use]:
        for proxy in _proxies(plan):
            if any(listener.protocol == protocol for listener in proxy.listeners):
                yield Use(proxy.origin, f"{proxy.name}, which listens for {protocol}")

    return find


def _proxies(plan: Plan) -> list[VirtualNode | VirtualGateway]:
    return [*plan.virtual_nodes, *plan.virtual_gateways]


def _match(subject: Subject) -> Uses:
    def find(plan: Plan) -> Iterator[Use]:
        for name, origin, when in _conditions(plan):
            if any(condition.subject == subject for condition in when):
                yield Use(origin, f"route {name}, with a condition on the {subject}")

    return find


def _conditions(plan: Plan) -> Iterator[tuple[str, Origin, tuple[Match, ...]]]:
    for route in _routes(plan):
        yield route.name, route.origin, route.when
    for gateway in plan.virtual_gateways:
        for each in gateway.routes:
            yield each.name, each.origin, each.when


def _routes(plan: Plan) -> Iterator[Route]:
    for router in plan.virtual_routers:
        yield from router.routes


def _route(holds: Callable[[Route], bool], what: str) -> Uses:
    return lambda plan: (Use(each.origin, f"route {each.name}, {what}") for each in _routes(plan) if holds(each))


def _answering(holds: Callable[[Route | GatewayRoute], bool], what: str) -> Uses:
    return lambda plan: (Use(each.origin, f"route {each.name}, {what}") for each in _every_route(plan) if holds(each))


def _every_route(plan: Plan) -> list[Route | GatewayRoute]:
    return [*_routes(plan), *(each for gateway in plan.virtual_gateways for each in gateway.routes)]


def _listener(holds: Callable[[Listener], bool], what: str) -> Uses:
    def find(plan: Plan) -> Iterator[Use]:
        for node in plan.virtual_nodes:
            if any(holds(each) for each in node.listeners):
                yield Use(node.origin, f"{node.name}, {what}")

    return find


def _connection_pool(listener: Listener) -> bool:
    return listener.connection_pool.limits


def _workload(kind: type, what: str) -> Uses:
    return lambda plan: (
        Use(node.origin, f"{node.name}, {what}") for node in plan.virtual_nodes if isinstance(node.runs, kind)
    )


def _access_log(plan: Plan) -> Iterator[Use]:
    for proxy in _proxies(plan):
        if proxy.access_log is not None:
            yield Use(proxy.origin, f"{proxy.name}, with an access log")


def _rewrite(plan: Plan) -> Iterator[Use]:
    for gateway in plan.virtual_gateways:
        for each in gateway.routes:
            if each.rewrite.prefix is not None or each.rewrite.path is not None or each.rewrite.host:
                yield Use(each.origin, f"route {each.name}, with a rewrite")


def _header_changes(plan: Plan) -> Iterator[Use]:
    routes: list[tuple[Route | GatewayRoute, RoutePolicy | GatewayRoute]] = [
        (each, each.policy) for each in _routes(plan)
    ]
    routes += [(each, each) for gateway in plan.virtual_gateways for each in gateway.routes]
    for route, changing in routes:
        if changing.request_headers or changing.response_headers:
            yield Use(route.origin, f"route {route.name}, with changes of headers")


def _rate_limit(plan: Plan) -> Iterator[Use]:
    routes: list[tuple[Route | GatewayRoute, RoutePolicy | GatewayRoute]] = [
        (each, each.policy) for each in _routes(plan)
    ]
    routes += [(each, each) for gateway in plan.virtual_gateways for each in gateway.routes]
    for route, limited in routes:
        if limited.rate_limit:
            yield Use(route.origin, f"route {route.name}, with a rate limit")


def _egress(egress: str) -> Uses:
    return lambda plan: [Use("", f'egress="{egress}"', ("mesh", "egress"))] if plan.egress == egress else []


def _tracing(plan: Plan) -> Iterator[Use]:
    if plan.tracing_sample:
        yield Use("", f"tracing of {plan.tracing_sample}", ("tracing",))


TABLE: Mapping[Feature, Uses] = {
    Feature.HTTP: _protocol("http"),
    Feature.HTTP2: _protocol("http2"),
    Feature.GRPC: _protocol("grpc"),
    Feature.TCP: _protocol("tcp"),
    Feature.PATH_MATCH: _match("path"),
    Feature.METHOD_MATCH: _match("method"),
    Feature.SCHEME_MATCH: _match("scheme"),
    Feature.HEADER_MATCH: _match("header"),
    Feature.COOKIE_MATCH: _match("cookie"),
    Feature.QUERY_MATCH: _match("query"),
    Feature.HOST_MATCH: _match("host"),
    Feature.PORT_MATCH: _match("port"),
    Feature.WEIGHTS: _route(lambda route: len(route.targets) > 1, "with weights"),
    Feature.RETRY: _route(lambda route: route.policy.retry is not None, "with retries"),
    Feature.TIMEOUT: _route(lambda route: route.policy.timeout.per_request is not None, "with a timeout"),
    Feature.FAULT: _route(lambda route: route.policy.fault is not None, "with a fault"),
    Feature.RATE_LIMIT: _rate_limit,
    Feature.MIRROR: _route(lambda route: route.mirror is not None, "with a mirror"),
    Feature.REWRITE: _rewrite,
    Feature.REDIRECT: _answering(lambda route: route.redirect is not None, "with a redirect"),
    Feature.DIRECT_RESPONSE: _answering(lambda route: route.respond is not None, "with a direct response"),
    Feature.HEADER_CHANGES: _header_changes,
    Feature.HEALTH_CHECK: _listener(lambda listener: listener.health_check is not None, "with a health check"),
    Feature.OUTLIER_DETECTION: _listener(
        lambda listener: listener.outlier_detection is not None, "with outlier detection"
    ),
    Feature.CONNECTION_POOL: _listener(_connection_pool, "with limits of its connection pool"),
    Feature.ACCESS_LOG: _access_log,
    Feature.EGRESS_ALLOW: _egress("allow"),
    Feature.EGRESS_DENY: _egress("deny"),
    Feature.PROCESS: _workload(ProcessWorkload, "a Process"),
    Feature.CONTAINER: _workload(ContainerWorkload, "a Container"),
    Feature.HOST: _workload(HostWorkload, "a Host"),
    Feature.LAMBDA: _workload(LambdaWorkload, "a Lambda function"),
    Feature.TRACING: _tracing,
}
