"""The mesh, fully decided, in App Mesh's terms: nothing is inherited, implied or left open any more.

Every value knows where it came from (`origin`): the file and line of the description, or the row of the table of
defaults. The model is plain data; it prints as YAML and reads back the same (`plan.dump`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import PlainSerializer, PlainValidator

from meshwright import names
from meshwright.description.match import Subject, Verb
from meshwright.description.platform import Architecture, Capture, LoadBalancer
from meshwright.description.retry import RetryOn
from meshwright.units import Protocol, duration, show_duration

Duration = Annotated[timedelta, PlainValidator(duration), PlainSerializer(show_duration)]
Origin = str
"""Where a value came from: "stacks/shop.py:31 services[1].routes[0]" or "defaults.retry"."""


@dataclass(frozen=True, slots=True)
class Match:
    """One condition on a request (see `description.match.Condition`)."""

    subject: Subject
    verb: Verb
    value: str = ""
    name: str = ""
    low: int = 0
    high: int = 0
    inverted: bool = False


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and after what a request is tried again. `on` empty: App Mesh's default events. None a try: no limit."""

    attempts: int
    on: tuple[RetryOn, ...]
    per_try: Duration | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Timeouts:
    """None means without end."""

    per_request: Duration | None
    idle: Duration | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class WeightedTarget:
    """A virtual node and port, and its share of a route's requests relative to the others' weights."""

    node: str
    port: int
    weight: int


@dataclass(frozen=True, slots=True)
class Route:
    """Requests that fulfil every condition go to the targets. Routes are tried in the order of their router."""

    name: str
    protocol: Protocol
    when: tuple[Match, ...]
    targets: tuple[WeightedTarget, ...]
    retry: RetryPolicy | None
    timeout: Timeouts
    origin: Origin


@dataclass(frozen=True, slots=True)
class PortMapping:
    """A port and its protocol."""

    port: int
    protocol: Protocol


@dataclass(frozen=True, slots=True)
class VirtualRouter:
    """Its routes are in the order in which they are tried."""

    name: str
    listeners: tuple[PortMapping, ...]
    routes: tuple[Route, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class VirtualService:
    """A name that applications call. Provided by a router, a node, or nobody.

    `route`: what a service without a router does with every request: to its node, by the mesh's retry and timeout."""

    name: str
    domains: tuple[str, ...]
    router: str | None
    node: str | None
    route: Route | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class HealthCheck:
    """Active health checks of each caller's Envoy. `path` None: the node's Envoy answers for its application."""

    path: str | None
    interval: Duration
    timeout: Duration
    healthy: int
    unhealthy: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class OutlierDetection:
    """See `description.outlier_detection`."""

    errors: int
    interval: Duration
    ejection: Duration
    max_ejected: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class ConnectionPool:
    """None is no limit."""

    connections: int | None
    pending: int | None
    requests: int | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Listener:
    """A port on which a virtual node answers."""

    port: int
    protocol: Protocol
    timeout: Timeouts
    health_check: HealthCheck | None
    outlier_detection: OutlierDetection | None
    connection_pool: ConnectionPool
    origin: Origin


@dataclass(frozen=True, slots=True)
class AccessLog:
    """What is logged of each request."""

    failures_only: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class Workload:
    """What a virtual node runs. `reference` is the image, host or ARN; `given` says that it is the name of a Given.

    Values of `environment` and `secrets` are texts, `{given: name}` or `{secret: name, key: field}`.
    """

    kind: Literal["container", "process", "host", "lambda"]
    reference: str = ""
    given: bool = False
    command: tuple[str, ...] = ()
    environment: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)
    secrets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    instances: int = 1
    directory: str | None = None
    tls: bool = False


@dataclass(frozen=True, slots=True)
class VirtualNode:
    """A workload and its proxy. `service` is the virtual service whose version it is, None where none or several route
    to it. `runs` None: another team runs it."""

    name: str
    service: str | None
    version: str | None
    listeners: tuple[Listener, ...]
    backends: tuple[str, ...]
    runs: Workload | None
    access_log: AccessLog | None
    origin: Origin

    @property
    def has_proxy(self) -> bool:
        """Whether an Envoy stands beside it: not beside hosts and functions outside the mesh."""
        return self.runs is None or self.runs.kind in ("container", "process")

    @property
    def host(self) -> str | None:
        """The name of the host outside the mesh that it stands for, of a Given its placeholder; None where it runs in the
        mesh."""
        if self.runs is None or self.runs.kind != "host":
            return None
        return names.given(self.runs.reference) if self.runs.given else self.runs.reference


@dataclass(frozen=True, slots=True)
class Rewrite:
    """What a gateway changes. `prefix` takes the place of the matched prefix, `path` that of the matched path, None:
    left as it is. `host`: whether the virtual service's name takes the place of the host."""

    prefix: str | None
    path: str | None
    host: bool


@dataclass(frozen=True, slots=True)
class GatewayRoute:
    """Requests that fulfil every condition go to the virtual service."""

    name: str
    when: tuple[Match, ...]
    service: str
    port: int
    rewrite: Rewrite
    origin: Origin


@dataclass(frozen=True, slots=True)
class GatewayListener:
    """A port on which a gateway takes requests."""

    port: int
    protocol: Literal["http", "http2", "grpc"]
    connection_pool: ConnectionPool


@dataclass(frozen=True, slots=True)
class VirtualGateway:
    """Its routes are in the order in which they are tried."""

    name: str
    listeners: tuple[GatewayListener, ...]
    routes: tuple[GatewayRoute, ...]
    access_log: AccessLog | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Task:
    """A size and a number of tasks; None: the platform's default."""

    cpu: float | None
    memory: str | None
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Platform:
    """Where it runs. `first_port` is of the local platform, the others are of AWS; `tasks` are by virtual node, and by
    virtual gateway, `load_balancers` by virtual gateway."""

    kind: Literal["local", "fargate", "ec2"]
    region: str | None = None
    first_port: int = 21000
    tasks: Mapping[str, Task] = field(default_factory=dict)
    capture: Capture | None = None
    architecture: Architecture | None = None
    load_balancers: Mapping[str, LoadBalancer] = field(default_factory=dict)
    origin: Origin = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """How configuration reaches the proxies on AWS: minutes until all have a change, percent a step, minutes watched.
    `inline`: in the task definition; then the rest says nothing."""

    inline: bool
    over: int
    step: int
    bake: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class Plan:
    """One environment, decided. Everything is in the order of the description, versions after their service."""

    environment: str
    mesh: str
    egress: Literal["allow", "deny"]
    platform: Platform
    virtual_services: tuple[VirtualService, ...]
    virtual_routers: tuple[VirtualRouter, ...]
    virtual_nodes: tuple[VirtualNode, ...]
    virtual_gateways: tuple[VirtualGateway, ...]
    images: Mapping[str, str | None] | None = None
    logs_keep: Duration | None = None
    tracing_sample: str | None = None
    delivery: Delivery | None = None
