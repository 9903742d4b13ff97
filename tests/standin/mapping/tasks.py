"""ECS, its scaling, and the roles of its tasks."""

from collections.abc import Mapping

from .played import PORT, Played, renamed

TASKS: Mapping[str, Played] = {
    "ecs.Cluster": Played(
        "AWS::ECS::Cluster",
        "ecs.CreateCluster",
        rename={**renamed("ClusterName"), "settings": "ClusterSettings"},
        sets=("settings",),
        bounds={"name": {"maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"}},
    ),
    "ecs.TaskDefinition": Played(
        "AWS::ECS::TaskDefinition",
        "ecs.RegisterTaskDefinition",
        replace=("containerDefinitions",),
        sets=("requiresCompatibilities", "volumes", "placementConstraints"),
        json=("containerDefinitions",),
        auto="",
        bounds={
            "family": {"maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"},
            "cpu": {"pattern": r"^(\d+|\d*\.?\d+ ?vCPU)$"},
            "memory": {"pattern": r"^(\d+|\d*\.?\d+ ?GB)$"},
        },
    ),
    "ecs.Service": Played(
        "AWS::ECS::Service",
        "ecs.CreateService",
        rename={
            **renamed("ServiceName"),
            "networkConfiguration": "NetworkConfiguration.AwsvpcConfiguration",
            "iamRole": "Role",
        },
        replace=("launchType", "deploymentController.type", "iamRole"),
        sets=(
            "networkConfiguration.subnets",
            "networkConfiguration.securityGroups",
            "capacityProviderStrategies",
            "loadBalancers",
            "placementConstraints",
        ),
        bounds={
            "name": {"maxLength": 255, "pattern": "^[A-Za-z0-9_-]+$"},
            "desiredCount": {"minimum": 0, "maximum": 5000},
            "deploymentMaximumPercent": {"minimum": 100, "maximum": 200},
            "deploymentMinimumHealthyPercent": {"minimum": 0, "maximum": 100},
            "loadBalancers.containerPort": PORT,
            "serviceRegistries.containerPort": PORT,
            "serviceRegistries.port": PORT,
            "networkConfiguration.subnets": {"minItems": 1, "maxItems": 16},
            "networkConfiguration.securityGroups": {"maxItems": 5},
            "networkConfiguration.subnets.*": {"pattern": "^subnet-[0-9a-f]+$"},
            "networkConfiguration.securityGroups.*": {"pattern": "^sg-[0-9a-f]+$"},
        },
    ),
    "ecs.CapacityProvider": Played(
        "AWS::ECS::CapacityProvider",
        "ecs.CreateCapacityProvider",
        bounds={"name": {"maxLength": 255, "pattern": "^(?!aws|ecs|fargate)[A-Za-z0-9_-]+$"}},
    ),
    "ecs.ClusterCapacityProviders": Played(
        "AWS::ECS::ClusterCapacityProviderAssociations",
        rename={"clusterName": "Cluster"},
        replace=("clusterName",),
        sets=("capacityProviders", "defaultCapacityProviderStrategies"),
        auto="",
    ),
    "appautoscaling.Target": Played(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "application-autoscaling.RegisterScalableTarget",
        auto="",
    ),
    "appautoscaling.Policy": Played(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "application-autoscaling.PutScalingPolicy",
        rename=renamed("PolicyName"),
    ),
    "iam.Role": Played(
        "AWS::IAM::Role",
        "iam.CreateRole",
        rename={**renamed("RoleName"), "assumeRolePolicy": "AssumeRolePolicyDocument"},
        replace=("namePrefix",),
        sets=("managedPolicyArns", "inlinePolicies"),
        json=("assumeRolePolicy",),
    ),
    "iam.RolePolicy": Played(
        "AWS::IAM::RolePolicy",
        "iam.PutRolePolicy",
        rename={**renamed("PolicyName"), "policy": "PolicyDocument", "role": "RoleName"},
        replace=("namePrefix",),
        json=("policy",),
    ),
    "iam.Policy": Played(
        "AWS::IAM::ManagedPolicy",
        "iam.CreatePolicy",
        rename={**renamed("ManagedPolicyName"), "policy": "PolicyDocument"},
        replace=("namePrefix",),
        json=("policy",),
        bounds={"name": {"maxLength": 128, "pattern": r"^[\w+=,.@-]+$"}},
    ),
    "iam.RolePolicyAttachment": Played(
        api="iam.AttachRolePolicy", rename={"role": "RoleName"}, replace=("role", "policyArn"), auto=""
    ),
    "iam.InstanceProfile": Played(
        "AWS::IAM::InstanceProfile",
        "iam.CreateInstanceProfile",
        rename=renamed("InstanceProfileName"),
        replace=("namePrefix",),
    ),
}
