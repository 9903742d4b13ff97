"""ECS, scaling, roles, capacity."""

from collections.abc import Mapping

from meshwright.targets.ecs.changes.model import (
    CONSTANT,
    ENVIRONMENT,
    NAMED,
    PARENT,
    TAGS,
    Properties,
    in_place,
    never,
    regional,
    replaced,
    tagged,
)

_TF = "terraform-provider-aws, internal/service"
_WHERE = "the load balancer of a gateway (Access(public), load_balancers, an HTTP version), cluster, launch type"

TASKS: Mapping[str, Properties] = {
    "ecs.Cluster": tagged({"name": ENVIRONMENT, "settings": CONSTANT}),
    "ecs.TaskDefinition": tagged(
        {
            "family": NAMED,
            "cpu": replaced("Task(cpu)"),
            "memory": replaced("Task(memory)"),
            "networkMode": CONSTANT,
            "requiresCompatibilities": never("another launch type is a workload of another type"),
            "runtimePlatform": replaced("Fargate(architecture), Ec2(architecture)"),
            "containerDefinitions": replaced("image, command, variables, secrets, ports, capture, delivery, Override"),
            "volumes": replaced("Override(volumes)"),
            "proxyConfiguration": replaced("ports, capture, Override(volumes)"),
            "executionRoleArn": PARENT,
            "taskRoleArn": replaced("Override(statements): a node that has some gets a role of its own"),
            "skipDestroy": CONSTANT,
        }
    ),
    "ecs.Service": tagged(
        {
            "name": replaced(_WHERE, "the new service runs beside the old one, so it has another name"),
            "cluster": replaced("Ecs(cluster)"),
            "launchType": never("another launch type is a workload of another type"),
            "taskDefinition": in_place("whatever replaces the task definition"),
            "desiredCount": in_place("Task(scale)"),
            "deploymentMinimumHealthyPercent": CONSTANT,
            "deploymentMaximumPercent": in_place("Ecs(maximum_percent)"),
            "deploymentCircuitBreaker": CONSTANT,
            "waitForSteadyState": CONSTANT,
            "networkConfiguration": in_place("Network(subnets)"),
            "serviceRegistries": in_place("the first port of a node, or its last one"),
            "loadBalancers": in_place("ports of a gateway"),
            "availabilityZoneRebalancing": CONSTANT,
            "propagateTags": CONSTANT,
            "enableEcsManagedTags": CONSTANT,
            "forceNewDeployment": CONSTANT,
            "capacityProviderStrategies": in_place(
                "Ecs(capacity_provider)",
                f"{_TF}/ecs/service.go: replaced, unless force_new_deployment is set, which it is",
            ),
            "orderedPlacementStrategies": CONSTANT,
        }
    ),
    "ecs.CapacityProvider": tagged({"name": NAMED, "autoScalingGroupProvider": PARENT}),
    "ecs.ClusterCapacityProviders": regional({"clusterName": PARENT, "capacityProviders": PARENT}),
    "appautoscaling.Target": tagged(
        {
            "resourceId": replaced(_WHERE),
            "serviceNamespace": CONSTANT,
            "scalableDimension": CONSTANT,
            "minCapacity": in_place("Task(scale)"),
            "maxCapacity": in_place("Task(scale)"),
        }
    ),
    "appautoscaling.Policy": regional(
        {
            "name": CONSTANT,
            "policyType": CONSTANT,
            "resourceId": replaced(_WHERE),
            "serviceNamespace": CONSTANT,
            "scalableDimension": CONSTANT,
            "targetTrackingScalingPolicyConfiguration": CONSTANT,
        }
    ),
    "autoscaling.Group": regional(
        {
            "name": NAMED,
            "vpcZoneIdentifiers": in_place("Network(subnets)"),
            "minSize": CONSTANT,
            "maxSize": in_place("Ec2Capacity(most)"),
            "launchTemplate": in_place("whatever gives the launch template another version"),
            "tags": TAGS,
        }
    ),
    "ec2.LaunchTemplate": tagged(
        {
            "name": NAMED,
            "imageId": in_place("Ec2Capacity(architecture)"),
            "instanceType": in_place("Ec2Capacity(instance_type, architecture)"),
            "iamInstanceProfile": PARENT,
            "vpcSecurityGroupIds": PARENT,
            "userData": in_place("Ec2Capacity(cluster)"),
            "blockDeviceMappings": CONSTANT,
            "metadataOptions": CONSTANT,
        }
    ),
    "iam.Role": {"name": NAMED, "assumeRolePolicy": CONSTANT, "tags": TAGS},
    "iam.RolePolicy": {
        "name": NAMED,
        "role": PARENT,
        "policy": in_place("images, secrets, logs, Override(statements, volumes, kms_key)"),
    },
    "iam.InstanceProfile": {"name": NAMED, "role": PARENT, "tags": TAGS},
}
