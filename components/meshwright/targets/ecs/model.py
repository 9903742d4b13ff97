"""The resources of an environment on ECS, as plain values. `targets` decides them; `provision` creates them.

Texts may have tokens, as in `${bucket_arn}/web-v1`, for values that only the cloud knows. `TOKENS` lists them; `provision`
fills them in (see `targets.tokens`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from meshwright.envoy.snapshot import Snapshot

TOKENS = (
    "account",  # the AWS account's id
    "partition",  # "aws", "aws-cn" or "aws-us-gov"
    "region",
    "bucket",  # the mesh's bundle bucket: its name
    "bucket_arn",
    "application_id",  # of the proxy's AppConfig application, environment and configuration profile
    "environment_id",
    "profile_id",
    "image",  # the workload's image, where the component's caller gives one
    "secret:NAME",  # the ARN of a secret that the description names
    "given:NAME",  # a Given of the description
    "repository:NAME",  # the ARN of the ECR repository of a Given that is an image
    "bundle",  # the packed bundle of a proxy, where it is delivered inline and has hosts to be filled in
)


@dataclass(frozen=True)
class Statement:
    """One statement of an IAM policy: allows these actions on these resources. `reason`: why it is not narrower."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True)
class LogGroup:
    """A CloudWatch log group. `retention`: in days, one of those that CloudWatch allows."""

    name: str
    retention: int


@dataclass(frozen=True)
class Rejection:
    """The metric that counts rejected configurations: the entries of the agents' log group that match the pattern."""

    pattern: str
    namespace: str
    metric: str


@dataclass(frozen=True)
class IngressRule:
    """Allows connections to a port: from the security group of the mesh, or, for a gateway, of its load balancer."""

    port: int
    source: Literal["mesh", "load-balancer"]
    description: str


@dataclass(frozen=True)
class EgressRule:
    """Allows tasks to connect to any IPv4 address. `protocol`: "-1" is every protocol."""

    protocol: Literal["tcp", "udp", "-1"]
    first_port: int
    last_port: int
    description: str


@dataclass(frozen=True)
class TaskDefinition:
    """An ECS task definition. `containers` are container definitions in ECS's own JSON form.

    `cpu`, `memory`: what the task may use at most. None: containers only reserve their share of the machine."""

    family: str
    cpu: int | None
    memory: int | None
    architecture: Literal["X86_64", "ARM64"]
    containers: tuple[Mapping[str, Any], ...]
    volumes: tuple[str, ...]
    proxy_configuration: Mapping[str, Any] | None
    compatibility: Literal["FARGATE", "EC2"] = "FARGATE"


@dataclass(frozen=True)
class EcsService:
    """An ECS service: how many tasks, between which bounds, and how it is deployed."""

    name: str
    desired: int
    low: int
    high: int
    cpu_target: int = 60


@dataclass(frozen=True)
class AppConfigProfile:
    """Where AppConfig has a proxy's bundle: the names of the application, its environment and its configuration profile.
    `key`: of the S3 object that the profile reads."""

    application: str
    environment: str
    name: str
    key: str


@dataclass(frozen=True)
class Strategy:
    """An AppConfig deployment strategy: its duration in minutes, the percentage of a step, its bake time in minutes."""

    name: str
    duration: int
    growth: int
    bake: int


@dataclass(frozen=True)
class TargetGroup:
    """The target group of one port of a gateway. Durations in seconds."""

    name: str
    """The beginning of its name, which ends in a hash of its load balancer."""
    suffix: str
    """The end of the name of its resource: what cannot change in place."""
    protocol: Literal["TCP", "HTTP"]
    version: Literal["HTTP1", "HTTP2"] | None
    """The version of HTTP in which requests reach the gateway. None: connections are passed on."""
    alpn: Literal["HTTP2Only", "HTTP2Preferred"] | None
    """Which versions of HTTP the load balancer offers a client with TLS, if it passes connections on. None: requests are
    passed on, and both are offered."""
    deregistration_delay: int = 60
    """How long a task that stops may complete its requests."""
    health_interval: int = 10
    health_timeout: int = 5
    health_threshold: int = 2
    """The checks in a row until a task is healthy, or unhealthy."""


@dataclass(frozen=True)
class LoadBalancer:
    """The load balancer of a gateway: "network" passes connections on, "application" requests."""

    kind: Literal["network", "application"]
    suffix: str
    """The end of the name of its resource: what cannot change in place, so that a successor is another resource."""
    health_path: str
    """What its health check requests of each Envoy, which answers 200 by itself."""
    idle_timeout: int
    """Seconds without traffic until it closes a connection: for "application"."""
    target_groups: Mapping[int, TargetGroup]
    """By the port of the gateway."""

    @property
    def redirects(self) -> bool:
        """Whether it can redirect port 80 to the port with TLS: it must understand requests."""
        return self.kind == "application"


@dataclass(frozen=True)
class EcsProxy:
    """The resources of one virtual node or virtual gateway."""

    name: str
    kind: Literal["node", "gateway"]
    service_name: str
    """The virtual service (or gateway) whose shared resources it uses: roles, security group, log groups, and AppConfig
    application."""
    task: TaskDefinition
    service: EcsService
    appconfig: AppConfigProfile | None
    """None: the bundle is an environment variable of the task definition."""
    snapshot: Snapshot
    bundle: str
    """The snapshot as the text that is delivered."""
    targets: tuple[str, ...]
    """The nodes to which its bundle routes with a weight."""
    looks_up: tuple[str, ...]
    """The nodes that its routes name, also without a weight: its Envoy asks for their names."""
    task_statements: tuple[Statement, ...]
    """The permissions of its tasks if they have a role of their own, because their application needs more than the others
    of the service."""
    discovery: str | None
    """The name of its Cloud Map service. None: nothing calls it."""
    public_ports: tuple[int, ...] = ()
    """The ports to which `load_balancer` sends requests, of a gateway."""
    load_balancer: LoadBalancer | None = None
    givens: tuple[str, ...] = ()
    """The names of the Givens whose hosts are filled into its bundle."""


@dataclass(frozen=True)
class EcsShared:
    """The resources that the versions of a service share. `task_statements`: the permissions of its tasks' role."""

    name: str
    log_groups: tuple[LogGroup, ...]
    execution_statements: tuple[Statement, ...]
    task_statements: tuple[Statement, ...]
    ingress: tuple[IngressRule, ...]


@dataclass(frozen=True)
class AppConfig:
    """What the configuration profiles of an environment share."""

    strategy: Strategy
    retrieval_statements: tuple[Statement, ...]
    """The permissions of the role with which AppConfig reads bundles."""
    rejection: Rejection | None
    """The metric for the alarm that rolls rejected configurations back. None: nothing is rolled back."""


@dataclass(frozen=True)
class EcsEnvironment:
    """The resources of one environment."""

    mesh: str
    environment: str
    region: str
    namespace: str
    """The private DNS zone in which Envoys find tasks."""
    capture: Literal["transparent", "loopback"]
    capture_zones: Mapping[str, Mapping[str, str]]
    """The address of each name of the mesh for applications, by private DNS zone: that of the mesh first."""
    appconfig: AppConfig | None
    """How running tasks get their bundles. None: a bundle is an environment variable of the task definition, and there is
    no bucket and no AppConfig application."""
    shared: Mapping[str, EcsShared]
    """By virtual service, or gateway."""
    proxies: Mapping[str, EcsProxy]
    """By virtual node, or gateway."""
    agents: LogGroup
    """The log group of all agents."""
    egress: tuple[EgressRule, ...]
    """What leaves a task at all. Envoy decides about TCP; nothing leads other protocols to it."""
    tags: Mapping[str, str] = field(default_factory=dict)
    keep_logs: bool = False
    """Whether the logs are kept when the stack is destroyed."""

    @property
    def rejection(self) -> Rejection | None:
        """The metric for the alarm that rolls rejected configurations back. None: nothing is rolled back."""
        return self.appconfig.rejection if self.appconfig else None
