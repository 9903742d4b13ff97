"""What a virtual node runs, as plain values."""

from collections.abc import Mapping

from meshwright.description.given import Given, Secret
from meshwright.description.workload import Container, Host, LambdaFunction, Process
from meshwright.plan.model import Workload


def resolve(value: object, port: int | None) -> Workload | None:
    """None: another team runs it. `port` decides whether a host is spoken to in TLS."""
    if isinstance(value, Container):
        reference, given = _text(value.image)
        secrets = {name: _secret(secret) for name, secret in value.secrets.items()}
        return Workload("container", reference, given, tuple(value.command), _environment(value.environment), secrets)
    if isinstance(value, Process):
        return Workload(
            "process",
            command=tuple(value.command),
            environment=_environment(value.environment),
            instances=value.instances,
            directory=value.directory,
        )
    if isinstance(value, Host):
        reference, given = _text(value.host)
        return Workload("host", reference, given, tls=port == 443 if value.tls is None else value.tls)
    if isinstance(value, LambdaFunction):
        reference, given = _text(value.arn)
        return Workload("lambda", reference, given)
    return None


def _text(value: str | Given) -> tuple[str, bool]:
    return (value.name, True) if isinstance(value, Given) else (value, False)


def _environment(values: Mapping[str, str | Given]) -> dict[str, str | Mapping[str, str]]:
    return {name: {"given": value.name} if isinstance(value, Given) else value for name, value in values.items()}


def _secret(secret: Secret) -> dict[str, str]:
    return {"secret": secret.name} | ({"key": secret.key} if secret.key else {})
