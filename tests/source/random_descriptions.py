"""Random descriptions of every kind: values of each field of each class, whether they would pass the check or not."""

from datetime import timedelta
from typing import Any, get_args

from hypothesis import strategies as st

from meshwright import (
    Abort,
    AccessLog,
    AppConfig,
    Condition,
    ConnectionPool,
    Container,
    Delay,
    DirectResponse,
    Ec2,
    Environment,
    Fargate,
    Fault,
    Gateway,
    GatewayListener,
    GatewayRoute,
    Given,
    HeaderChanges,
    HealthCheck,
    Host,
    Images,
    Inline,
    LambdaFunction,
    Local,
    Logs,
    Mesh,
    Mirror,
    NodeListener,
    OutlierDetection,
    Process,
    RateLimit,
    Redirect,
    Retry,
    Rewrite,
    Route,
    RouterListener,
    Scale,
    Secret,
    Service,
    Target,
    Task,
    Timeout,
    Tracing,
    Version,
    VirtualGateway,
    VirtualNode,
    VirtualRouter,
    VirtualService,
    cookie,
    grpc_method,
    grpc_service,
    header,
    host,
    method,
    path,
    port,
    query,
    scheme,
)
from meshwright.description.match import Subject

_TRICKY = "'\"\\{}[](),#~\n\t\0é漢🙂 abc/.*$-_x0"
texts = st.one_of(st.sampled_from(["", "v1", "/api", r"v\.1", "shop/checkout:1.4"]), st.text(_TRICKY, max_size=90))
names = st.one_of(st.sampled_from(["web", "checkout", "a-b", "class", "host", "pay.example", "1st"]), texts)
numbers = st.integers(-(2**63), 2**63)
ports = st.sampled_from([80, 8080, 9090])
durations = st.one_of(
    st.sampled_from(["5s", "250ms", "2m", "off"]), st.integers(1, 10**9).map(lambda ms: timedelta(milliseconds=ms))
)
given_texts = st.one_of(texts, st.builds(Given, names))


def listed(each: st.SearchStrategy[Any], size: int = 3) -> st.SearchStrategy[Any]:
    """A list or tuple of them."""
    return st.one_of(st.lists(each, max_size=size), st.lists(each, max_size=size).map(tuple))


def mapped(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.dictionaries(names, each, max_size=3)


def absent_or(each: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), each)


_verbs = st.sampled_from(["equals", "starts_with", "ends_with", "matches", "between", "exists"])
_subjects = st.sampled_from([*get_args(Subject)])
_textual = st.one_of(st.builds(header, names), st.builds(cookie, names))
_upright = st.one_of(
    st.builds(Condition, _subjects, _verbs, texts, names, numbers, numbers, st.booleans()),
    st.builds(path.equals, texts),
    st.builds(path.starts_with, texts),
    st.builds(path.matches, texts),
    st.builds(method.equals, st.sampled_from(["GET", "POST"])),
    st.builds(scheme.equals, st.sampled_from(["http", "https"])),
    st.builds(host.equals, texts),
    st.builds(host.ends_with, texts),
    st.builds(port.equals, ports),
    st.builds(grpc_service.equals, texts),
    st.builds(grpc_method.equals, texts),
    st.builds(lambda named, text: named.equals(text), _textual, texts),
    st.builds(lambda named, text: named.starts_with(text), _textual, texts),
    st.builds(lambda named, text: named.matches(text), _textual, texts),
    st.builds(lambda named: named.exists(), _textual),
    st.builds(lambda name, low, high: header(name).between(low, high), names, numbers, numbers),
    st.builds(lambda name, text: query(name).equals(text), names, texts),
)
conditions = st.builds(lambda each, inverted: ~each if inverted else each, _upright, st.booleans())
whens = st.one_of(st.none(), conditions, listed(conditions))
retries = st.one_of(
    st.none(),
    st.just("off"),
    st.builds(
        Retry,
        st.integers(0, 10),
        listed(st.sampled_from(["server-error", "gateway-error", "cancelled"])),
        absent_or(durations),
    ),
)
timeouts = st.one_of(st.none(), durations, st.builds(Timeout, absent_or(durations), absent_or(durations)))
header_changes = st.one_of(
    st.none(), st.just("off"), st.builds(HeaderChanges, mapped(texts), mapped(texts), listed(names))
)
_changes: dict[str, Any] = {"request_headers": header_changes, "response_headers": header_changes}
logs = st.one_of(st.none(), st.just("off"), st.builds(AccessLog, st.booleans()))
pools = absent_or(st.builds(ConnectionPool, absent_or(numbers), absent_or(numbers), absent_or(numbers)))
detections = absent_or(st.builds(OutlierDetection, numbers, durations, durations, numbers))
health_checks = st.one_of(
    st.none(),
    st.just("off"),
    st.builds(
        HealthCheck, absent_or(texts), absent_or(durations), absent_or(durations), numbers, numbers, absent_or(texts)
    ),
)
processes = st.builds(Process, listed(texts), mapped(given_texts), numbers, absent_or(texts))
secrets = st.builds(Secret, names, absent_or(names))
workloads = absent_or(
    st.one_of(
        st.builds(Container, given_texts, listed(texts), mapped(given_texts), mapped(secrets)),
        processes,
        st.builds(Host, given_texts, absent_or(st.booleans())),
        st.builds(LambdaFunction, given_texts),
    )
)
targets = st.one_of(
    names,
    st.dictionaries(names, st.integers(0, 100), max_size=3),
    listed(st.builds(Target, names, st.integers(0, 100), absent_or(ports))),
)
priorities = absent_or(st.integers(0, 1000))
shares = st.one_of(st.integers(0, 100), st.floats(0, 100))
mirrors = absent_or(st.builds(Mirror, names, share=shares, port=absent_or(ports)))
delays = absent_or(st.builds(Delay, durations, shares))
aborts = absent_or(st.builds(Abort, numbers, shares))
clients = st.one_of(st.none(), st.just("address"), st.sampled_from(["x-user", "X-Key"]).map(header))
limits = st.builds(RateLimit, numbers, per=durations, burst=absent_or(numbers), client=clients)
faults = st.one_of(st.none(), st.just("off"), st.builds(Fault, delays, aborts, whens))
redirects = st.builds(
    Redirect,
    scheme=st.sampled_from([None, "http", "https"]),
    host=absent_or(names),
    port=absent_or(ports),
    path=absent_or(texts),
    prefix=absent_or(texts),
    query=st.sampled_from([None, "off"]),
    status=numbers,
)
responses = st.builds(DirectResponse, numbers, texts)
routes = st.builds(
    Route,
    names,
    to=absent_or(targets),
    redirect=absent_or(redirects),
    respond=absent_or(responses),
    when=whens,
    retry=retries,
    timeout=timeouts,
    fault=faults,
    rate_limit=st.none() | st.just("off") | limits,
    mirror=mirrors,
    priority=priorities,
    **_changes,
)
versions = st.builds(Version, names, workloads)
services = st.builds(
    Service,
    names,
    workloads,
    port=absent_or(ports),
    protocol=st.sampled_from(["http", "grpc", "tcp"]),
    versions=listed(versions),
    routes=listed(routes),
    retry=retries,
    timeout=timeouts,
    fault=faults,
    rate_limit=st.none() | st.just("off") | limits,
    calls=listed(names),
    health_check=health_checks,
    outlier_detection=detections,
    connection_pool=pools,
    access_log=logs,
    **_changes,
)
rewrites = st.one_of(
    st.none(),
    st.just("off"),
    st.builds(Rewrite, absent_or(texts), absent_or(texts), st.sampled_from([None, "off"])),
)
gateway_routes = st.builds(
    GatewayRoute,
    names,
    to=absent_or(names),
    redirect=absent_or(redirects),
    respond=absent_or(responses),
    when=whens,
    rewrite=rewrites,
    port=absent_or(ports),
    priority=priorities,
    rate_limit=absent_or(limits),
    **_changes,
)
protocols = st.sampled_from(["http", "http2"])
gateways = st.builds(Gateway, names, routes=listed(gateway_routes), port=ports, protocol=protocols, access_log=logs)
node_listeners = st.builds(
    NodeListener,
    ports,
    protocols,
    timeout=timeouts,
    health_check=health_checks,
    outlier_detection=detections,
    connection_pool=pools,
)
virtual_nodes = st.builds(
    VirtualNode, names, workloads, listeners=listed(node_listeners), backends=listed(names), access_log=logs
)
router_listeners = st.builds(RouterListener, ports, protocols)
virtual_routers = st.builds(VirtualRouter, names, listeners=listed(router_listeners), routes=listed(routes))
virtual_services = st.builds(VirtualService, names, router=absent_or(names), node=absent_or(names))
gateway_listeners = st.builds(GatewayListener, ports, protocols, connection_pool=pools)
virtual_gateways = st.builds(
    VirtualGateway, names, listeners=listed(gateway_listeners), routes=listed(gateway_routes), access_log=logs
)
meshes = st.builds(
    Mesh,
    names,
    services=listed(services),
    gateways=listed(gateways, 2),
    virtual_services=listed(virtual_services, 2),
    virtual_routers=listed(virtual_routers, 2),
    virtual_nodes=listed(virtual_nodes, 2),
    virtual_gateways=listed(virtual_gateways, 2),
    egress=st.sampled_from(["allow", "deny"]),
    retry=retries,
    timeout=timeouts,
    fault=faults,
    rate_limit=st.none() | st.just("off") | limits,
    access_log=logs,
    **_changes,
)
tasks = st.builds(
    Task,
    absent_or(st.sampled_from([0.25, 1, 2.5])),
    absent_or(st.sampled_from(["512MiB", "1GiB"])),
    absent_or(st.builds(Scale, st.integers(0, 9), absent_or(st.integers(0, 9)))),
)
_aws: dict[str, Any] = {
    "capture": st.sampled_from([None, "loopback"]),
    "architecture": st.sampled_from([None, "arm"]),
    "load_balancers": mapped(st.sampled_from(["network", "application"])),
}
platforms = st.one_of(
    st.builds(Fargate, texts, mapped(tasks), **_aws),
    st.builds(Ec2, texts, mapped(tasks), **_aws),
    st.builds(Local, mapped(processes), ports),
)
deliveries = st.one_of(
    st.none(),
    st.builds(Inline),
    st.builds(AppConfig, step=absent_or(numbers), over=absent_or(durations), bake=absent_or(durations)),
)
images = st.builds(Images, absent_or(texts), absent_or(texts), envoy=absent_or(texts))
environments = st.builds(
    Environment,
    names,
    meshes,
    platform=platforms,
    images=absent_or(images),
    logs=absent_or(st.builds(Logs, durations)),
    tracing=absent_or(st.builds(Tracing, texts)),
    delivery=deliveries,
)
values = st.one_of(conditions, routes, services, gateways, virtual_nodes, platforms, workloads, environments)
"""Any of them; of environments, which are large, not too many."""
