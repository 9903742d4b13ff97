"""Values that are not in the description."""

from __future__ import annotations

from dataclasses import dataclass

from meshwright.description.fields import Text
from meshwright.description.written import Written
from meshwright.field_docs import documented


@documented
@dataclass(frozen=True)
class Given(Written):
    """A text that is known only while Pulumi runs, as an Output of a resource: an ARN, a digest, the host of a database.

    The description names it, and the program passes the value to the component under that name::

        Service("orders-db", Host(Given("database_host")), port=5432, protocol="tcp")
        provision.Ecs(givens={"database_host": database.address})
    """

    name: Text
    """The name under which the component receives the value."""


@documented
@dataclass(frozen=True)
class Secret(Written):
    """The name of a secret, never its value. ECS reads the value when it starts a task."""

    name: Text
    """The name of the secret in AWS Secrets Manager."""

    key: Text | None = None
    """The key of one value, for a secret that is a JSON object. Default: the whole secret."""
