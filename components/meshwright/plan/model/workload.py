"""What a virtual node runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Workload:
    """What a virtual node runs. `reference` is the image, host or ARN; `given`: it is the name of a Given.

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
