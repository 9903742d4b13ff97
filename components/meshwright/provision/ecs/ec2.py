"""EC2 capacity, and workloads on it."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, Unpack

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.field_docs import documented_component
from meshwright.provision.ecs.workload import Workload, WorkloadArguments

_ACTIONS = (
    "ecs:DeregisterContainerInstance",
    "ecs:Poll",
    "ecs:RegisterContainerInstance",
    "ecs:StartTelemetrySession",
    "ecs:SubmitAttachmentStateChanges",
    "ecs:SubmitContainerStateChange",
    "ecs:SubmitTaskStateChange",
    "ecs:UpdateContainerInstancesState",
)


@documented_component
class Ec2Capacity(pulumi.ComponentResource):
    """EC2 instances for an ECS cluster, in the zone of every subnet: as many as its tasks need.

    They run Amazon's newest ECS-optimized image, require tokens for instance metadata, and accept no connections.

    Args:
        name: The name of the component. The names of its resources begin with it.
        region: The AWS region.
        cluster: The name of the ECS cluster.
        vpc: The id of the VPC.
        subnets: The ids of the subnets in which instances run.
        architecture: The processors of the instances. Default: "X86_64".
        instance_type: The EC2 instance type. ECS gives each task a network interface of its own: instances of types
            without trunking, as t3 and t4g, have room for two tasks. Default: m6i.large, or m7g.large on ARM.
        most: The largest number of instances: at least 1. Default: 10.
        tags: Tags of every resource. Default: none.
        opts: Pulumi's options of the component. Default: none.
    """

    provider: pulumi.Output[str]
    """The name of the capacity provider, for `Ec2Workload` and `Ecs`."""

    def __init__(
        self,
        name: str,
        *,
        region: str,
        cluster: pulumi.Input[str],
        vpc: pulumi.Input[str],
        subnets: Sequence[pulumi.Input[str]],
        architecture: Literal["X86_64", "ARM64"] = "X86_64",
        instance_type: pulumi.Input[str] | None = None,
        most: int = 10,
        tags: Mapping[str, str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        if most < 1:
            raise ValueError(f"most: {most} is less than 1")
        super().__init__("meshwright:index:Ec2Capacity", name, {}, opts)
        below, labels, arm = pulumi.ResourceOptions(parent=self), dict(tags or {}), architecture == "ARM64"
        group = aws.ec2.SecurityGroup(
            names.free(f"{name}-machines", names.GROUP),
            vpc_id=vpc,
            description="Machines of an ECS cluster: nobody connects to them",
            ingress=[],
            egress=[aws.ec2.SecurityGroupEgressArgs(protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"])],
            region=region,
            tags=labels,
            opts=below,
        )
        image = f"amazon-linux-2023{'/arm64' if arm else ''}/recommended/image_id"
        template = aws.ec2.LaunchTemplate(
            f"{name}-machines",
            image_id=f"resolve:ssm:/aws/service/ecs/optimized-ami/{image}",
            instance_type=instance_type or ("m7g.large" if arm else "m6i.large"),
            iam_instance_profile={"arn": self._profile(name, region, cluster, labels)},
            vpc_security_group_ids=[group.id],
            user_data=pulumi.Output.from_input(cluster).apply(_user_data),
            # Whatever the account's default is. The size is that of the image.
            block_device_mappings=[{"device_name": "/dev/xvda", "ebs": {"encrypted": "true"}}],
            metadata_options={"http_tokens": "required", "http_put_response_hop_limit": 1},
            region=region,
            tags=labels,
            opts=below,
        )
        machines = aws.autoscaling.Group(
            f"{name}-machines",
            vpc_zone_identifiers=list(subnets),
            min_size=0,
            max_size=most,
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            tags=[
                {"key": key, "value": value, "propagate_at_launch": True}
                for key, value in {**labels, "AmazonECSManaged": "true", "Name": name}.items()
            ],
            region=region,
            opts=pulumi.ResourceOptions(
                parent=self, ignore_changes=["desiredCapacity"]
            ),  # set by the capacity provider
        )
        provider = aws.ecs.CapacityProvider(
            names.free(f"{name}-machines", *names.CAPACITY),
            auto_scaling_group_provider={
                "auto_scaling_group_arn": machines.arn,
                "managed_draining": "ENABLED",
                "managed_scaling": {"status": "ENABLED", "target_capacity": 100},
                "managed_termination_protection": "DISABLED",
            },
            region=region,
            tags=labels,
            opts=below,
        )
        joined = aws.ecs.ClusterCapacityProviders(
            f"{name}-machines", cluster_name=cluster, capacity_providers=[provider.name], region=region, opts=below
        )
        self.provider = pulumi.Output.all(provider.name, joined.id).apply(lambda each: str(each[0]))
        self.register_outputs({"provider": self.provider})

    def _profile(
        self, name: str, region: str, cluster: pulumi.Input[str], tags: Mapping[str, str]
    ) -> pulumi.Output[str]:
        """The ARN of the instance profile, whose role can join this cluster only."""
        below = pulumi.ResourceOptions(parent=self)
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}
        role = aws.iam.Role(
            names.cut(f"{name}-machines", names.ROLE - names.AUTO_NAMED),
            assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
            tags=dict(tags),
            opts=below,
        )
        account = aws.get_caller_identity_output(opts=pulumi.InvokeOptions(parent=self)).account_id
        partition = aws.get_partition_output(opts=pulumi.InvokeOptions(parent=self)).partition
        policy = aws.iam.RolePolicy(
            f"{name}-machines",
            name="meshwright",
            role=role.name,
            opts=below,
            policy=pulumi.Output.all(partition, region, account, cluster).apply(
                lambda each: json.dumps(_policy(*each))
            ),
        )
        profile = aws.iam.InstanceProfile(f"{name}-machines", role=role.name, tags=dict(tags), opts=below)
        return pulumi.Output.all(profile.arn, policy.id).apply(lambda each: str(each[0]))


@documented_component
class Ec2Workload(Workload):
    """An ECS service on EC2 instances, spread over zones: its task definition, its tasks, and how it scales.

    A deployment whose tasks do not become healthy is rolled back. Pulumi waits until one is steady.

    Args:
        name: The name of the component. The names of its resources begin with it.
        capacity_provider: The name of the cluster's capacity provider, as `Ec2Capacity.provider` is.
        **arguments: Those of `WorkloadArguments`.
    """

    _compatibility = "EC2"

    def __init__(
        self, name: str, *, capacity_provider: pulumi.Input[str], **arguments: Unpack[WorkloadArguments]
    ) -> None:
        self._capacity = capacity_provider
        super().__init__(name, **arguments)

    def _placed(self) -> dict[str, Any]:
        return {
            # Without it, the provider replaces the service when its capacity provider changes.
            "force_new_deployment": True,
            "capacity_provider_strategies": [
                aws.ecs.ServiceCapacityProviderStrategyArgs(capacity_provider=self._capacity, weight=1)
            ],
            "ordered_placement_strategies": [
                aws.ecs.ServiceOrderedPlacementStrategyArgs(type="spread", field="attribute:ecs.availability-zone"),
                aws.ecs.ServiceOrderedPlacementStrategyArgs(type="binpack", field="memory"),
            ],
        }


def _user_data(cluster: str) -> str:
    """Joins the cluster, and keeps tasks from the instance's own permissions."""
    settings = [f"ECS_CLUSTER={cluster}", "ECS_AWSVPC_BLOCK_IMDS=true", "ECS_ENABLE_SPOT_INSTANCE_DRAINING=true"]
    text = "#!/bin/sh\n" + "".join(f"echo {each} >>/etc/ecs/ecs.config\n" for each in settings)
    return base64.b64encode(text.encode()).decode()


def _policy(partition: str, region: str, account: str, cluster: str) -> dict[str, Any]:
    """The permissions of an instance's ECS agent, in its own cluster."""
    own = f"arn:{partition}:ecs:{region}:{account}:"
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "JoinCluster",
                "Effect": "Allow",
                "Action": list(_ACTIONS),
                "Resource": [f"{own}cluster/{cluster}", f"{own}container-instance/{cluster}/*"],
            },
            # The action has no resource type.
            {"Sid": "FindCluster", "Effect": "Allow", "Action": ["ecs:DiscoverPollEndpoint"], "Resource": ["*"]},
        ],
    }
