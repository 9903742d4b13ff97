"""The AppConfig deployments in the state of the current stack."""

from collections.abc import Mapping
from typing import Any

from meshwright.provision.state import of_type
from meshwright.targets.ecs.deployments import Deployment, Record
from meshwright.targets.ecs.model import EcsEnvironment
from meshwright.targets.ecs.tags import owner

_DEPLOYMENT, _ENVIRONMENT = "aws:appconfig/deployment:Deployment", "aws:appconfig/environment:Environment"


def read(layout: EcsEnvironment) -> dict[str, Deployment]:
    """The deployments of this mesh, environment and region, by proxy. No cloud is called."""
    alarms = {each.outputs["environmentId"]: _alarms(each.outputs) for each in of_type(_ENVIRONMENT)}
    found = {}
    for each in of_type(_DEPLOYMENT):
        values = each.outputs
        mesh, environment, node = owner(values.get("tags") or {})
        ours = (mesh, environment, values.get("region")) == (layout.mesh, layout.environment, layout.region)
        if ours and node is not None:
            found[node] = Deployment(
                values["applicationId"],
                values["environmentId"],
                values["deploymentStrategyId"],
                Record.read(values.get("description") or ""),
                alarms.get(values["environmentId"], frozenset()),
            )
    return found


def _alarms(environment: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(each["alarmArn"] for each in environment.get("monitors") or ())
