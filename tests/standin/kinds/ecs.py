"""ECS: revisions, and services that become steady only if their tasks could run."""

from collections.abc import Iterator
from typing import Any

from ..check import Failure, rule
from ..making import AwsError, Making, create, update
from ..values import Values, is_unknown, parsed


@create("ecs.Cluster")
def cluster(making: Making) -> Values:
    return {"id": (arn := making.arn("ecs", f"cluster/{making.name}")), "arn": arn, "name": making.name}


@create("ecs.TaskDefinition")
def task_definition(making: Making) -> Values:
    """Each one is the next revision of its family; numbers are never used again."""
    family = making.get("family")
    revision = making.state.count(f"family {making.region} {family}")
    bare = making.arn("ecs", f"task-definition/{family}")
    return {
        "id": family,
        "arn": f"{bare}:{revision}",
        "arnWithoutRevision": bare,
        "revision": revision,
        "networkMode": making.get("networkMode", "bridge"),
    }


@create("ecs.Service")
def service(making: Making) -> Values:
    home = _cluster_name(making)
    arn = making.arn("ecs", f"service/{home}/{making.name}")
    made = {
        "id": arn,
        "arn": arn,
        "name": making.name,
        "launchType": making.get("launchType", None if making.get("capacityProviderStrategies") else "EC2"),
        "schedulingStrategy": making.get("schedulingStrategy", "REPLICA"),
        "desiredCount": making.get("desiredCount", 0),
    }
    _fits(making)
    return _steady(making, made)


@update("ecs.Service")
def service_again(making: Making) -> Values:
    _fits(making)
    return _steady(making, {})


def _cluster_name(making: Making) -> str:
    word = making.get("cluster", "default")
    row = making.state.find("ecs.Cluster", word, making.region)
    if row is None and "/" not in word and word != "default":
        raise AwsError("ClusterNotFoundException", f"cluster {word} not found")
    return str(row.inputs["name"] if row else word.rpartition("/")[2])


def _fits(making: Making) -> None:
    """What ECS rejects at once."""
    state, region = making.state, making.region
    task = state.find("ecs.TaskDefinition", making.get("taskDefinition", ""), region)
    if task is None:
        raise AwsError("ClientException", f"unable to describe task definition {making.get('taskDefinition')}")
    if task.outputs["networkMode"] == "awsvpc" and not making.get("networkConfiguration"):
        raise AwsError(
            "InvalidParameterException", "network configuration must be provided when networkMode 'awsvpc' is specified"
        )
    if making.get("launchType") == "FARGATE" and "FARGATE" not in task.inputs.get("requiresCompatibilities", []):
        raise AwsError("InvalidParameterException", "task definition does not support launch type FARGATE")
    names = {each["name"] for each in _containers(task.inputs)}
    for kind in ("loadBalancers", "serviceRegistries"):
        found = making.get(kind, [])
        for each in found if isinstance(found, list) else [found]:
            if each.get("containerName") and each["containerName"] not in names:
                raise AwsError(
                    "InvalidParameterException", f"container {each['containerName']} is not in {task.outputs['arn']}"
                )
            if target := state.find("lb.TargetGroup", each.get("targetGroupArn", ""), region):
                if not any(row.type in ("lb.Listener", "lb.ListenerRule") for row in state.holders(target)):
                    raise AwsError(
                        "InvalidParameterException", f"target group {target.name} has no associated load balancer"
                    )
                if task.outputs["networkMode"] == "awsvpc" and target.outputs["targetType"] != "ip":
                    raise AwsError(
                        "InvalidParameterException", f"target group {target.name} must have the target type ip"
                    )


def _steady(making: Making, made: Values) -> Values:
    """Tasks without their log group never start; a service that does not wait does not fail."""
    if not making.get("waitForSteadyState"):
        return made
    task = making.state.find("ecs.TaskDefinition", making.get("taskDefinition"), making.region)
    for each in _containers(task.inputs) if task else []:
        options = (each.get("logConfiguration") or {}).get("options") or {}
        group = options.get("awslogs-group")
        if (
            group
            and options.get("awslogs-create-group") != "true"
            and not making.state.find("cloudwatch.LogGroup", group)
        ):
            why = f"tasks of {making.name} can't start: the log group {group} does not exist"
            raise AwsError("ServiceNotSteady", why, made)
    return made


@create("ecs.CapacityProvider")
def capacity_provider(making: Making) -> Values:
    return {"id": (arn := making.arn("ecs", f"capacity-provider/{making.name}")), "arn": arn}


@create("ecs.ClusterCapacityProviders")
def cluster_providers(making: Making) -> Values:
    for each in making.get("capacityProviders", []):
        if each not in ("FARGATE", "FARGATE_SPOT") and not making.state.find(
            "ecs.CapacityProvider", each, making.region
        ):
            raise AwsError("InvalidParameterException", f"capacity provider {each} not found")
    return {"id": making.get("clusterName")}


@create("appautoscaling.Target")
def scalable(making: Making) -> Values:
    if making.get("minCapacity") > making.get("maxCapacity"):
        raise AwsError("ValidationException", f"minimum capacity {making.get('minCapacity')} is over the maximum")
    word = making.get("resourceId")
    if making.get("serviceNamespace") == "ecs":
        arn = making.arn("ecs", word)
        if making.state.find("ecs.Service", arn, making.region) is None:
            raise AwsError("ValidationException", f"ECS service doesn't exist: {word}")
    return {"id": word, "arn": making.arn("application-autoscaling", f"scalable-target/{making.hex(16)}")}


@create("appautoscaling.Policy")
def scaling_policy(making: Making) -> Values:
    return {
        "id": making.name,
        "arn": making.arn("autoscaling", f"scalingPolicy:{making.hex(32)}:policyName/{making.name}"),
        "alarmArns": [],
    }


@rule("ecs.Service")
def service_parts(given: Values) -> Iterator[Failure]:
    if given.get("taskDefinition") is None:
        yield "taskDefinition", "required"
    if given.get("launchType") and given.get("capacityProviderStrategies"):
        yield "launchType", "conflicts with capacityProviderStrategies"
    if given.get("launchType") == "FARGATE" and not given.get("networkConfiguration"):
        yield "networkConfiguration", "required with launchType FARGATE"
    public = (given.get("networkConfiguration") or {}).get("assignPublicIp")
    if public is True and given.get("launchType") not in (None, "FARGATE"):
        yield "networkConfiguration.assignPublicIp", "only tasks on Fargate get public addresses"
    low, high = given.get("deploymentMinimumHealthyPercent", 100), given.get("deploymentMaximumPercent", 200)
    if not is_unknown(low) and not is_unknown(high) and low >= high:
        yield "deploymentMinimumHealthyPercent", f"{low} leaves no room below deploymentMaximumPercent {high}"


def _containers(inputs: Values) -> list[dict[str, Any]]:
    found = parsed(inputs["containerDefinitions"])
    return found if isinstance(found, list) else []
