"""What a virtual node runs."""

from collections.abc import Callable, Mapping
from typing import Any

from meshwright.description.given import Given, Secret
from meshwright.description.workload import Container, Host, LambdaFunction, Process
from meshwright.plan.model import (
    ContainerWorkload,
    GivenRef,
    HostWorkload,
    LambdaWorkload,
    ProcessWorkload,
    SecretRef,
    Text,
    Workload,
)


def resolve(value: object, port: int | None) -> Workload | None:
    """None: another team runs it. `port`: the port of a host, which decides whether it is called with TLS."""
    found = next((planned for kind, planned in _WORKLOADS.items() if isinstance(value, kind)), None)
    return None if found is None else found(value, port)


def _container(value: Container, port: int | None) -> Workload:
    secrets = {name: _secret(secret) for name, secret in value.secrets.items()}
    return ContainerWorkload(_text(value.image), tuple(value.command), _texts(value.environment), secrets)


def _process(value: Process, port: int | None) -> Workload:
    return ProcessWorkload(tuple(value.command), _texts(value.environment), value.instances, value.directory)


def _host(value: Host, port: int | None) -> Workload:
    return HostWorkload(_text(value.host), tls=port == 443 if value.tls is None else value.tls)


def _lambda_function(value: LambdaFunction, port: int | None) -> Workload:
    return LambdaWorkload(_text(value.arn))


_WORKLOADS: Mapping[type, Callable[[Any, int | None], Workload]] = {
    Container: _container,
    Process: _process,
    Host: _host,
    LambdaFunction: _lambda_function,
}


def _text(value: str | Given) -> Text:
    return GivenRef(value.name) if isinstance(value, Given) else value


def _texts(values: Mapping[str, str | Given]) -> dict[str, Text]:
    return {name: _text(value) for name, value in values.items()}


def _secret(secret: Secret) -> SecretRef:
    return SecretRef(secret.name, secret.key or None)
