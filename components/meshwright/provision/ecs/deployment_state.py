"""The AppConfig deployments in the state of the current stack."""

from meshwright.provision.state import resources
from meshwright.targets.ecs.deployments import Deployment, Record
from meshwright.targets.ecs.model import EcsEnvironment
from meshwright.targets.ecs.tags import owner

_TYPE = "aws:appconfig/deployment:Deployment"


def read(layout: EcsEnvironment) -> dict[str, Deployment]:
    """The deployments of this mesh, environment and region, by proxy. No cloud is called."""
    found = {}
    for each in resources():
        if each.type != _TYPE:
            continue
        values = each.outputs
        mesh, environment, node = owner(values.get("tags") or {})
        ours = (mesh, environment, values.get("region")) == (layout.mesh, layout.environment, layout.region)
        if ours and node is not None:
            found[node] = Deployment(
                values["applicationId"],
                values["environmentId"],
                values["deploymentStrategyId"],
                Record.read(values.get("description") or ""),
            )
    return found
