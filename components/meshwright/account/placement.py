"""Where a stack's configuration puts the mesh: subnets, cluster, who reaches its gateways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from meshwright.description import stack as stacks


@dataclass(frozen=True)
class Gateway:
    """The access to one gateway. `clients`: how many networks may connect."""

    public: bool = False
    tls: bool = False
    clients: int = 1


@dataclass(frozen=True)
class Placement:
    """What is known of the network and the cluster before the components run."""

    subnets: Sequence[str] = ()
    public_subnets: Sequence[str] = ()
    vpc: str | None = None
    """None: that of the subnets."""
    cluster: str | None = None
    """None: one is created."""
    gateways: Mapping[str, Gateway] = field(default_factory=dict)

    def gateway(self, name: str) -> Gateway:
        """The access to a gateway. Those that are not mentioned are internal."""
        return self.gateways.get(name, Gateway())

    def given(self, subnets: Sequence[str], public_subnets: Sequence[str], cluster: str | None) -> "Placement":
        """The same with what the command line gives."""
        network = {"subnets": subnets, "vpc": None} if subnets else {}
        public = {"public_subnets": public_subnets} if public_subnets else {}
        return replace(self, **network, **public, **({"cluster": cluster} if cluster else {}))  # type: ignore[arg-type]


def of_stack(stack: str, folder: Path) -> Placement:
    """The placement in `Pulumi.<stack>.yaml`: `meshwright:network`, `:cluster` and `:gateways`.

    Values of another form are left out here: `pulumi preview` reports them (MW402). Raises ProblemsFound for a file that
    is not YAML.
    """
    block = stacks.configuration_of(stack, folder)
    network, gateways = (_mapping(block.get(f"meshwright:{each}")) for each in ("network", "gateways"))
    cluster, vpc = block.get("meshwright:cluster"), network.get("vpc")
    return Placement(
        subnets=_texts(network.get("subnets")),
        public_subnets=_texts(network.get("public-subnets")),
        vpc=vpc if isinstance(vpc, str) else None,
        cluster=cluster if isinstance(cluster, str) else None,
        gateways={name: _gateway(_mapping(values)) for name, values in gateways.items()},
    )


def _gateway(values: Mapping[str, Any]) -> Gateway:
    return Gateway(
        public=values.get("public") == "true",
        tls="certificate" in values,
        clients=max(1, len(_texts(values.get("clients")))),
    )


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(each for each in value if isinstance(each, str)) if isinstance(value, list) else ()
