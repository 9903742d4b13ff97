"""What a virtual node runs: one type for each kind of workload."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Discriminator, SerializerFunctionWrapHandler, Tag, WrapSerializer

from meshwright import names


@dataclass(frozen=True, slots=True)
class GivenRef:
    """The name of a `Given`: a text that is only known when the mesh is provisioned."""

    given: str

    @property
    def placeholder(self) -> str:
        """The text that is replaced by the value, wherever it appears in configuration."""
        return names.given(self.given)

    def __str__(self) -> str:
        return f'Given("{self.given}")'


@dataclass(frozen=True, slots=True)
class SecretRef:
    """The name of a secret, never its value."""

    secret: str
    key: str | None = None
    """The field of a JSON secret. None: the whole secret."""


Text = str | GivenRef
"""A text of a description: written there, or given later."""


@dataclass(frozen=True, slots=True)
class ContainerWorkload:
    """A container of the task."""

    kind: ClassVar[str] = "container"
    image: Text
    command: tuple[str, ...] = ()
    """Empty: the command of the image."""
    environment: Mapping[str, Text] = field(default_factory=dict)
    secrets: Mapping[str, SecretRef] = field(default_factory=dict)
    """Environment variables whose values are secrets."""


@dataclass(frozen=True, slots=True)
class ProcessWorkload:
    """Processes on one machine."""

    kind: ClassVar[str] = "process"
    command: tuple[str, ...]
    environment: Mapping[str, Text] = field(default_factory=dict)
    instances: int = 1
    directory: str | None = None
    """Where the processes are started. None: in the folder of the project."""


@dataclass(frozen=True, slots=True)
class HostWorkload:
    """A host outside the mesh."""

    kind: ClassVar[str] = "host"
    host: Text
    tls: bool = False


@dataclass(frozen=True, slots=True)
class LambdaWorkload:
    """An AWS Lambda function."""

    kind: ClassVar[str] = "lambda"
    arn: Text


Workload = ContainerWorkload | ProcessWorkload | HostWorkload | LambdaWorkload

_REFERENCES: Mapping[str, str] = {"container": "image", "host": "host", "lambda": "arn"}
"""The field that YAML has as `reference`, by the kind of workload. Where `given` is true, it is the name of a Given."""


def _kind(value: Any) -> object:
    return value.get("kind") if isinstance(value, Mapping) else getattr(value, "kind", None)


def _to_values(workload: Workload, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
    values = dict(serialize(workload))
    reference = values.pop(_REFERENCES.get(workload.kind, ""), None)
    if isinstance(reference, Mapping):
        return {"kind": workload.kind, "reference": reference["given"], "given": True} | values
    return {"kind": workload.kind} | ({} if reference is None else {"reference": reference}) | values


def _from_values(values: object) -> object:
    if not isinstance(values, Mapping) or str(values.get("kind")) not in _REFERENCES:
        return values
    field = _REFERENCES[str(values["kind"])]
    reference = values.get("reference", "")
    return {**values, field: {"given": reference} if values.get("given") else reference}


PlannedWorkload = Annotated[
    Annotated[ContainerWorkload, Tag("container")]
    | Annotated[ProcessWorkload, Tag("process")]
    | Annotated[HostWorkload, Tag("host")]
    | Annotated[LambdaWorkload, Tag("lambda")],
    Discriminator(_kind),
    BeforeValidator(_from_values),
    WrapSerializer(_to_values),
]
"""A Workload as YAML has it: with its `kind`."""
