"""Facts of each part: routes, limits, source location."""

from collections.abc import Mapping

from meshwright.plan import Index
from meshwright.plan.model import (
    GatewayRoute,
    HeaderChanges,
    Listener,
    Route,
    VirtualGateway,
    VirtualNode,
    VirtualService,
)
from meshwright.traffic.graph import words
from meshwright.traffic.graph.model import Fact, Way
from meshwright.units import show_share


def of_service(index: Index, service: VirtualService) -> tuple[Fact, ...]:
    """Its addresses and its router."""
    provider = f"router {service.router}" if service.router else f"node {service.node}" if service.node else "nobody"
    return (("called as", ", ".join(service.domains)), ("provided by", provider), *_written(service.origin))


def of_gateway(gateway: VirtualGateway) -> tuple[Fact, ...]:
    """Its listeners, each with its limits."""
    listeners = [
        (f"listens on {each.port}", f"{each.protocol}, connection pool: {words.pool(each.connection_pool)}")
        for each in gateway.listeners
    ]
    return (*listeners, *_written(gateway.origin))


def of_node(node: VirtualNode) -> tuple[Fact, ...]:
    """Its workload, and its limits by listener."""
    several = len(node.listeners) > 1
    listeners = [fact for each in node.listeners for fact in _listener(each, f", port {each.port}" * several)]
    return (("runs", words.runs(node.runs)), *listeners, *_written(node.origin))


def _listener(listener: Listener, suffix: str) -> list[Fact]:
    found = {
        "listens on": f"{listener.port}, {listener.protocol}",
        "timeout": words.length(listener.timeout.per_request),
        "idle timeout": words.length(listener.timeout.idle),
        "health check": words.health_check(listener.health_check),
        "outlier detection": words.outlier_detection(listener.outlier_detection),
        "connection pool": words.pool(listener.connection_pool),
    }
    if listener.protocol == "tcp":
        del found["timeout"]
    return [(name + suffix, value) for name, value in found.items()]


def ways_of_service(index: Index, service: VirtualService, titles: Mapping[str, str]) -> tuple[Way, ...]:
    """Its routes. `titles`: the name of each virtual node."""
    return tuple(_way(each, titles) for each in index.routes(service.name))


def _way(route: Route, titles: Mapping[str, str]) -> Way:
    if route.answers:
        return _answering(route)
    tcp = route.protocol == "tcp"
    found = words.shares(route.targets)
    policy = route.policy
    facts: tuple[Fact, ...] = (
        () if tcp else (("timeout", words.length(policy.timeout.per_request)), ("retries", words.retry(policy.retry)))
    )
    if policy.fault is not None and not tcp:
        facts += (("fault", words.fault(policy.fault)),)
    if policy.rate_limit is not None and not tcp:
        facts += (("rate limit", words.rate_limit(policy.rate_limit)),)
    if route.mirror is not None:
        facts += (("copies", f"{show_share(route.mirror.share / 100)} to {titles[route.mirror.node]}"),)
    return Way(
        route.name,
        words.conditions(route.when, "every connection" if tcp else "every request"),
        tuple((titles[node], show_share(share) if len(found) > 1 else "") for node, share in found.items()),
        (
            *facts,
            ("idle timeout", words.length(policy.timeout.idle)),
            *_headers(policy.request_headers, policy.response_headers),
            *_written(route.origin),
        ),
    )


def _answering(route: Route) -> Way:
    facts = (*_answer(route), *_headers(None, route.policy.response_headers), *_written(route.origin))
    return Way(route.name, words.conditions(route.when, "every request"), (), facts)


def ways_of_gateway(gateway: VirtualGateway) -> tuple[Way, ...]:
    """Its gateway routes."""
    return tuple(
        Way(
            each.name,
            words.conditions(each.when, "every request"),
            ((each.service, ""),) if each.service is not None else (),
            (
                *_answer(each),
                *_led(each),
                *((("rate limit", words.rate_limit(each.rate_limit)),) if each.rate_limit else ()),
                *_headers(each.request_headers, each.response_headers),
                *_written(each.origin),
            ),
        )
        for each in gateway.routes
    )


def _led(route: GatewayRoute) -> tuple[Fact, ...]:
    """How requests arrive at the service, where there is one."""
    return () if route.service is None else (("port", str(route.port)), ("rewrite", words.rewrite(route.rewrite)))


def _answer(route: Route | GatewayRoute) -> tuple[Fact, ...]:
    """What it answers by itself."""
    if route.redirect is not None:
        return (("redirects to", words.redirect(route.redirect)),)
    return (("answers", words.direct_response(route.respond)),) if route.respond is not None else ()


def _headers(request: HeaderChanges | None, response: HeaderChanges | None) -> tuple[Fact, ...]:
    """The headers that are changed; nothing where there are none."""
    found = (("request headers", request), ("response headers", response))
    return tuple((label, words.header_changes(each)) for label, each in found if each is not None)


def _written(origin: str) -> tuple[Fact, ...]:
    return (("written at", origin),) if origin else ()
