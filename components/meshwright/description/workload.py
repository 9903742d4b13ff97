"""Where a version runs: in a container, as a process, on a host outside the mesh, or as a function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import DictOf, ListOf, OneOf, Plain, empty_mapping
from meshwright.description.fields import Text
from meshwright.description.given import Given, Secret
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind
from meshwright.field_docs import documented

TextOrGiven = Annotated[str | Given, OneOf(Given, otherwise=fields.text, expected='a text or Given("...")')]


def _environment_value(value: object) -> object:
    return value if isinstance(value, Given) else fields.text(value)


def _secret(value: object) -> object:
    if not isinstance(value, Secret):
        raise other_kind(value, 'Secret("...")')
    return value


Variables = Annotated[Mapping[str, str | Given], DictOf(fields.text, _environment_value, "a mapping of texts")]
Secrets = Annotated[Mapping[str, Secret], DictOf(fields.text, _secret, 'a mapping of names to Secret("...")')]
Command = Annotated[Sequence[str], ListOf(fields.text)]
FilledCommand = Annotated[Sequence[str], ListOf(fields.text, filled=True)]
Instances = Annotated[int, Plain(fields.number(1, 50, "a number of instances"))]
HostName = Annotated[str | Given, OneOf(Given, otherwise=fields.host, expected='a host name or Given("...")')]


@documented
@dataclass(frozen=True)
class Container(Written):
    """A container, as in `Container("shop/checkout:1.4", secrets={"DATABASE_URL": Secret("shop/db")})`."""

    image: TextOrGiven
    """The image. A registry or tag that is left out comes from the environment's `Images`."""

    command: Command = ()
    """The command and its arguments. Default: the image's own."""

    environment: Variables = empty_mapping()
    """Environment variables. Default: none."""

    secrets: Secrets = empty_mapping()
    """Environment variables whose values are secrets. Default: none."""


@documented
@dataclass(frozen=True)
class Process(Written):
    """What a version runs on this machine, for the platform `Local`.

    The process finds its own port in `PORT`, the services that it calls in `MESHWRIGHT_BACKENDS`, and the address of its
    Envoy in `HTTP_PROXY`. Clients that ask a proxy for a tunnel, as those of gRPC do, are routed like all others.
    """

    command: FilledCommand
    """The command and its arguments, as in `["python", "-m", "shop"]`."""

    environment: Variables = empty_mapping()
    """Environment variables, in addition to those above. Default: none."""

    instances: Instances = 1
    """The number of processes: 1 to 50. Default: 1."""

    directory: Text | None = None
    """The working directory. Default: the project's root."""


@documented
@dataclass(frozen=True)
class Host(Written):
    """A service outside the mesh, as in `Host("api.pay.example")`. It has no Envoy of its own.

    An application that speaks TLS itself, as most SDKs do, calls the host by its own name, `https://api.pay.example`: its
    Envoy passes the connection on unread, also where the mesh denies egress. Routes, retries and timeouts hold for requests
    that it sends as `http://<service>`.
    """

    host: HostName
    """The host name or IPv4 address, without scheme and port; a `Given` if it is known only while Pulumi runs, which the
    platform `Local` does not support."""

    tls: bool | None = None
    """Whether Envoy uses TLS to reach it, and checks its name against the certificate authorities of the system.

    Default: if the port of the service is 443.
    """


@documented
@dataclass(frozen=True)
class LambdaFunction(Written):
    """An AWS Lambda function. No platform supports it yet (MW301)."""

    arn: TextOrGiven
    """The ARN of the function."""


Workload = Annotated[Container | Process | Host | LambdaFunction, OneOf(Container, Process, Host, LambdaFunction)]
