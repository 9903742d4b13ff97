"""Where a version runs: in a container, as a process, on a host outside the mesh, or as a function."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from meshwright.description import fields
from meshwright.description.annotations import DictOf, ListOf, OneOf, Plain, empty_mapping
from meshwright.description.fields import Text
from meshwright.description.given import Given, Secret
from meshwright.description.written import Written
from meshwright.description.wrong import other_kind

TextOrGiven = Annotated[str | Given, OneOf(Given, otherwise=fields.text, expected='a text or Given("...")')]


def _environment_value(value: object) -> object:
    return value if isinstance(value, Given) else fields.text(value)


def _secret(value: object) -> object:
    if not isinstance(value, Secret):
        raise other_kind(value, 'Secret("...")')
    return value


Environment = Annotated[Mapping[str, str | Given], DictOf(fields.text, _environment_value, "a mapping of texts")]
Secrets = Annotated[Mapping[str, Secret], DictOf(fields.text, _secret, 'a mapping of names to Secret("...")')]
Command = Annotated[Sequence[str], ListOf(fields.text)]


@dataclass(frozen=True)
class Container(Written):
    """A container image. A name without a registry, or without a tag, is completed from the environment's `Images`.

    `command` absent: the image's own. `environment` and `secrets` absent: none.
    """

    image: TextOrGiven
    command: Command = ()
    environment: Environment = empty_mapping()
    secrets: Secrets = empty_mapping()


@dataclass(frozen=True)
class Process(Written):
    """What a version runs on one machine, for the local platform.

    The process finds its port in `PORT`, its backends in `MESHWRIGHT_BACKENDS` and its way into the mesh in `HTTP_PROXY`;
    `environment` is added to that. `instances`: how many run at once (absent: 1). `directory`: where it runs (absent: the
    project's root).
    """

    command: Annotated[Sequence[str], ListOf(fields.text, filled=True)]
    environment: Environment = empty_mapping()
    instances: Annotated[int, Plain(fields.number(1, 50, "a number of instances"))] = 1
    directory: Text | None = None


@dataclass(frozen=True)
class Host(Written):
    """A service outside the mesh, by its host name. It has no Envoy of its own.

    `host`: a `Given` where it is only known when the environment is provisioned, as a database's; not on this machine.
    `tls`: whether Envoy speaks TLS to it, with the host name checked against the machine's certificate authorities.
    Absent: TLS exactly when the service's port is 443.
    """

    host: Annotated[str | Given, OneOf(Given, otherwise=fields.host, expected='a host name or Given("...")')]
    tls: bool | None = None


@dataclass(frozen=True)
class LambdaFunction(Written):
    """An AWS Lambda function, by its ARN."""

    arn: TextOrGiven


Workload = Annotated[Container | Process | Host | LambdaFunction, OneOf(Container, Process, Host, LambdaFunction)]
