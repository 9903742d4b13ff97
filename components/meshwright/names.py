"""Every generated name, made in one place. A changed generated name is a breaking change.

Names of things people write are letters, digits, "-" and "_", as in App Mesh; names of virtual services may also be full
host names. So "/", "@" and "." separate the parts of a generated name unambiguously, and "_" a port from what is before it.
"""

import hashlib
import re

_LABEL = "[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?"
NAME = re.compile(_LABEL)
HOST_NAME = re.compile(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*")

GRPC_SERVICE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*", re.ASCII)
"""The full name of a gRPC service: its protocol buffer package and its name."""
GRPC_METHOD = re.compile(rf"{GRPC_SERVICE.pattern}/[A-Za-z_]\w*", re.ASCII)
"""The full name of a gRPC method."""


def node(service: str, version: str) -> str:
    """The virtual node of one version of a service: "checkout-v1"."""
    return f"{service.replace('.', '-')}-{version}"


def domains(service: str, mesh: str) -> list[str]:
    """The host names by which applications call a virtual service.

    A name without a dot is also known as `<name>.<mesh>.mesh`; a full host name is known by itself only.
    """
    return [service] if "." in service else [service, f"{service}.{mesh}.mesh"]


def target_cluster(node: str, port: int, listener: int | None = None) -> str:
    """The Envoy cluster of one port of a virtual node, as its callers know it.

    `listener`: the port of a gateway's listener that has limits of its own; None for all others.
    """
    return f"{node}_{port}" if listener is None else f"{node}_{port}@{listener}"


def own_tls(node: str, port: int) -> str:
    """The Envoy cluster of a host outside the mesh for connections with TLS of the application's own."""
    return f"{target_cluster(node, port)}@tls"


APPLICATION = "application_"
"""What the names of the clusters of a proxy's own application begin with."""


def application_cluster(port: int) -> str:
    """The Envoy cluster of the proxy's own application."""
    return f"{APPLICATION}{port}"


def inbound(port: int) -> str:
    """The listener, and its route configuration, that receives the mesh's traffic for a port."""
    return f"inbound_{port}"


INBOUND = "inbound"
"""The listener that receives all inbound traffic that iptables redirects to Envoy."""

OUTBOUND = "outbound"
"""The listener, and its route configuration, through which the application calls its backends by HTTP."""


def outbound_tcp(service: str) -> str:
    """The listener through which the application reaches one TCP backend."""
    return f"outbound_{service}"


def instance(proxy: str, index: int) -> str:
    """One running copy of a virtual node or gateway: "checkout-v1.0"."""
    return f"{proxy}.{index}"


def given(name: str) -> str:
    """The placeholder in configuration of a value that is filled in when it is provisioned: "${given:database}"."""
    return f"${{given:{name}}}"


# On AWS. The most characters that each service allows, by its API reference. A longer name is cut.

APPCONFIG = 64
"""Of an AppConfig application, environment or deployment strategy."""

DNS_LABEL = 63
"""Of a part of a host name (RFC 1035), and so of a Cloud Map service."""

LOAD_BALANCER = 32
"""Of a load balancer or target group."""

AUTO_NAMED = 8
"""How many characters Pulumi appends to the name of a resource that gets none from its program."""

ROLE = 64
"""Of an IAM role."""

SERVICE = 255
"""Of an ECS service or the family of a task definition."""


def cut(name: str, most: int) -> str:
    """The name, if it has at most so many characters; else its beginning, with a hash of all of it that keeps it unique."""
    if len(name) <= most:
        return name
    return f"{name[: most - 7].rstrip('-')}-{hashlib.sha256(name.encode()).hexdigest()[:6]}"


def unique(name: str, most: int, *identity: str) -> str:
    """The name, cut to so many characters, with a hash of what cannot change in place: a replacement has another name, so
    that it is created beside the old one."""
    return f"{cut(name, most - 7)}-{hashlib.sha256(' '.join(identity).encode()).hexdigest()[:6]}"


def free(name: str, *reserved: str) -> str:
    """The name of which Pulumi makes that of a resource, without the beginnings that AWS keeps for itself: of "ecs" and
    "aws", "ecs-machines" becomes "mesh-ecs-machines"."""
    return f"mesh-{name}" if name.lower().startswith(reserved) else name


GROUP = "sg-"
"""What the name of a security group may not begin with: its ids do."""

BALANCER = "internal-"
"""What the name of a load balancer may not begin with: the host names of internal ones do."""

CAPACITY = ("aws", "ecs", "fargate")
"""What the name of a capacity provider may not begin with."""


def bucket(name: str) -> str:
    """The name of which Pulumi makes that of an S3 bucket, which is a part of a host name."""
    return cut(name.replace("_", "-"), DNS_LABEL - AUTO_NAMED)


def balanced(name: str) -> str:
    """The name for a load balancer or target group, which cannot have "_"."""
    return name.replace("_", "-")


def record(node: str) -> str:
    """The Cloud Map service of a virtual node, which is the first part of its tasks' host name: "checkout-v1"."""
    return cut(node.lower(), DNS_LABEL)


def owned(*parts: str) -> str:
    """A resource of an environment, in an account that can have several: "shop-prod-checkout-v1"."""
    return "-".join(part.replace(".", "-") for part in parts)


def log_group(mesh: str, environment: str, service: str) -> str:
    """The log group of a service, which its versions share: "/meshwright/shop/prod/checkout"."""
    return f"/meshwright/{mesh}/{environment}/{service}"


def agents_log_group(mesh: str, environment: str) -> str:
    """The log group of all agents beside Envoys: "/meshwright/shop/prod/_agents". No service's name begins with "_"."""
    return log_group(mesh, environment, "_agents")


def tasks_zone(mesh: str, environment: str) -> str:
    """The private zone in which Envoys find tasks: "prod.shop.internal"."""
    return f"{environment}.{mesh}.internal".lower()


def capture_zone(mesh: str) -> str:
    """The private zone in which applications find services: "shop.mesh"."""
    return f"{mesh}.mesh".lower()


def bundle_key(environment: str, proxy: str) -> str:
    """The S3 object that holds a proxy's bundle, in the bucket of the mesh: "prod/checkout-v1"."""
    return f"{environment}/{proxy}"


def role(mesh: str, environment: str, region: str, name: str, use: str) -> str:
    """An IAM role: "shop-prod-eu-west-1-checkout-task". Roles belong to an account, not to one of its regions."""
    return cut(owned(mesh, environment, region, name, use), ROLE)
