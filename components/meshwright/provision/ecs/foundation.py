"""The resources that all services of a mesh share."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from pathlib import Path

import pulumi
import pulumi_aws as aws

from meshwright import names
from meshwright.description.environment import Environment
from meshwright.field_docs import documented_component
from meshwright.plan import Plan
from meshwright.plan.model import Ec2Platform
from meshwright.provision.ecs import identity
from meshwright.provision.ecs.log_groups import LogGroups
from meshwright.provision.ecs.network import Network
from meshwright.provision.ecs.preflight import Preflight, no_capacity
from meshwright.provision.ecs.rejection import agents_logs
from meshwright.provision.ecs.roles import role
from meshwright.provision.ecs.zone import capture_zone
from meshwright.targets.ecs import iam, images
from meshwright.targets.ecs.model import AppConfig, Statement, Strategy
from meshwright.targets.ecs.tags import NODE

_ALARMS = Statement(
    "Alarms",
    ("cloudwatch:DescribeAlarms",),
    ("*",),
    reason="AppConfig describes the alarms that watch a deployment, and its role needs it of all, as its manual says",
)


@documented_component
class MeshFoundation(pulumi.ComponentResource):
    """The mesh itself: service discovery, the names that applications call, and the delivery of configuration.

    Raises pulumi.RunError with every problem, before the first resource is registered.

    Args:
        name: The name of the component. The names of its resources begin with it.
        environment: The description, its plan, or its Preflight.
        network: The VPC and subnets of the tasks.
        cluster: The ARN or name of the ECS cluster.
        capacity_provider: The name of the cluster's capacity provider. Required for EC2. Default: Fargate.
        givens: A value for each `Given` of the description. Default: the description has none.
        secrets: The ARN of each `Secret` of the description. Default: each is looked up by name in AWS Secrets
            Manager.
        alarms: The ARNs of up to four CloudWatch alarms that roll a configuration back while it is deployed, in
            addition to the mesh's own alarm on configuration that an Envoy rejects. An alarm without data rolls back,
            too: create it with `treat_missing_data="notBreaching"`. Default: only the mesh's own alarm.
        redeploy: A reason, by node, to deploy its bundle once more after a rollback. Default: the stack's
            setting `meshwright:redeploy`.
        maximum_percent: How many tasks of a service may run during a deployment, in percent of those that it has.
            Default: 200.
        kms_key: The ARN of the KMS key that encrypts the agents' logs. Default: CloudWatch's own encryption.
        opts: Pulumi's options of the component. Default: none.
    """

    namespace_id: pulumi.Output[str]
    """The id of the Cloud Map namespace."""

    namespace_arn: pulumi.Output[str]
    """The ARN of the Cloud Map namespace."""

    bucket: pulumi.Output[str]
    """The name of the S3 bucket of the bundles. Not with `Inline` delivery."""

    security_group: pulumi.Output[str]
    """The id of the security group of every task of the mesh."""

    def __init__(
        self,
        name: str,
        environment: Environment | Plan | Preflight,
        *,
        network: Network,
        cluster: pulumi.Input[str],
        capacity_provider: pulumi.Input[str] | None = None,
        givens: Mapping[str, pulumi.Input[str]] | None = None,
        secrets: Mapping[str, pulumi.Input[str]] | None = None,
        alarms: Sequence[pulumi.Input[str]] = (),
        redeploy: Mapping[str, str] | None = None,
        maximum_percent: int = 200,
        kms_key: pulumi.Input[str] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        preflight = (
            environment
            if isinstance(environment, Preflight)
            else Preflight(
                environment, givens or {}, alarms, redeploy, opts, network=network, maximum_percent=maximum_percent
            )
        )
        ec2 = isinstance(preflight.plan.platform, Ec2Platform)
        moved = identity.problems(name, preflight.plan, network)
        none = [no_capacity()] if ec2 and capacity_provider is None else []
        preflight.refuse([*network.problems(), *moved, *none])
        self.plan, self.layout = preflight.plan, preflight.layout
        self.deployments, self.redeploy = preflight.deployments, preflight.redeploy
        root = Path(pulumi.runtime.get_root_directory() or ".").resolve() / ".meshwright"
        self.bundles = root / f"{self.layout.environment}-{self.layout.region}" / "bundles"
        self.maximum_percent = maximum_percent
        self.capacity_provider = capacity_provider if ec2 else None
        self.network, self.cluster = network, pulumi.Output.from_input(cluster)
        super().__init__("meshwright:index:MeshFoundation", name, {"mesh": self.layout.mesh}, opts)
        logs, own = agents_logs(
            name, self.layout, kms_key=kms_key, tags=self.tags(), opts=pulumi.ResourceOptions(parent=self)
        )
        self.alarms: list[pulumi.Input[str]] = [*own, *alarms]
        self._names(name, logs)
        if self.layout.appconfig:
            self._bucket(name)
            self._appconfig(name, self.layout.appconfig)
        self.keys: dict[str, pulumi.Output[str]] = {}
        self.known = self._known(preflight.tokens, givens or {}, secrets or {})
        outputs = {"namespace_id": self.namespace_id, "security_group": self.security_group}
        self.register_outputs({**outputs, "bucket": self.bucket} if self.layout.appconfig else outputs)

    def tags(self, node: str | None = None) -> dict[str, str]:
        """The tags of every resource of the mesh, or of one of its nodes or services."""
        return {**self.layout.tags, NODE: node} if node else dict(self.layout.tags)

    def _names(self, name: str, logs: LogGroups) -> None:
        layout, labels = self.layout, self.tags()
        below = pulumi.ResourceOptions(parent=self)
        namespace = aws.servicediscovery.PrivateDnsNamespace(
            f"{name}-namespace",
            name=layout.namespace,
            vpc=self.network.vpc,
            description=f"The tasks of mesh {layout.mesh}, for Envoy",
            region=layout.region,
            tags=labels,
            opts=below,
        )
        self.namespace_id, self.namespace_arn = namespace.id, namespace.arn
        for zone, records in layout.capture_zones.items():
            capture_zone(name, layout, zone, records, vpc=self.network.vpc, tags=labels, opts=below)
        group = aws.ec2.SecurityGroup(
            names.free(f"{name}-tasks", names.GROUP),
            vpc_id=self.network.vpc,
            description=f"Every task of mesh {layout.mesh}",
            ingress=[],
            egress=[
                {
                    "protocol": rule.protocol,
                    "from_port": rule.first_port,
                    "to_port": rule.last_port,
                    "cidr_blocks": ["0.0.0.0/0"],
                    "description": rule.description,
                }
                for rule in layout.egress
            ],
            region=layout.region,
            tags=labels,
            opts=below,
        )
        # A task that has the security group also has the log group of its agent.
        self.security_group = pulumi.Output.all(group.id, *logs.names.values()).apply(lambda values: str(values[0]))

    def _bucket(self, name: str) -> None:
        region = self.layout.region
        below = pulumi.ResourceOptions(parent=self)
        # Its content is made from the description: deleting it loses nothing.
        bucket = aws.s3.Bucket(
            names.bucket(f"{name}-bundles"), force_destroy=True, region=region, tags=self.tags(), opts=below
        )
        private = aws.s3.BucketPublicAccessBlock(
            f"{name}-bundles",
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            region=region,
            opts=below,
        )
        whole = [
            aws.s3.BucketVersioning(
                f"{name}-bundles",
                bucket=bucket.bucket,
                versioning_configuration={"status": "Enabled"},
                region=region,
                opts=below,
            ),
            private,
            aws.s3.BucketServerSideEncryptionConfiguration(
                f"{name}-bundles",
                bucket=bucket.bucket,
                region=region,
                rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
                opts=below,
            ),
            aws.s3.BucketPolicy(
                f"{name}-bundles",
                bucket=bucket.bucket,
                policy=bucket.arn.apply(lambda arn: json.dumps(iam.only_encrypted(arn))),
                region=region,
                # S3 refuses to set a policy and the block of public ones at the same time.
                opts=pulumi.ResourceOptions(parent=self, depends_on=[private]),
            ),
        ]
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-bundles",
            bucket=bucket.bucket,
            region=region,
            rules=[
                {
                    "id": "old-bundles",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "noncurrent_version_expiration": {"noncurrent_days": 365, "newer_noncurrent_versions": 20},
                }
            ],
            opts=pulumi.ResourceOptions(parent=self, depends_on=[whole[0]]),
        )
        # A resource that writes into it waits until it is versioned, private and encrypted.
        self.bucket = pulumi.Output.all(bucket.bucket, *(each.id for each in whole)).apply(
            lambda values: str(values[0])
        )
        self.bucket_arn = bucket.arn

    def _appconfig(self, name: str, appconfig: AppConfig) -> None:
        layout = self.layout
        self.at_once = self._strategy(f"{name}-at-once", Strategy(f"{appconfig.strategy.name}-first", 0, 100, 0))
        self.strategy = self._strategy(f"{name}-strategy", appconfig.strategy)
        made = role(
            f"{name}-appconfig",
            names.role(layout.mesh, layout.environment, layout.region, "mesh", "appconfig"),
            "appconfig.amazonaws.com",
            [*appconfig.retrieval_statements, *([_ALARMS] if self.alarms else [])],
            known={"bucket_arn": self.bucket_arn},
            tags=self.tags(),
            opts=pulumi.ResourceOptions(parent=self),
        )
        # AppConfig uses the role when a profile is created, and the provider does not retry a role that IAM has not
        # propagated yet. A namespace takes about a minute to create and needs no role.
        self.appconfig_role = pulumi.Output.all(made, self.namespace_id).apply(lambda values: str(values[0]))

    def _strategy(self, name: str, strategy: Strategy) -> pulumi.Output[str]:
        return aws.appconfig.DeploymentStrategy(
            name,
            name=strategy.name,
            deployment_duration_in_minutes=strategy.duration,
            growth_factor=strategy.growth,
            final_bake_time_in_minutes=strategy.bake,
            growth_type="LINEAR",
            replicate_to="NONE",
            region=self.layout.region,
            tags=self.tags(),
            opts=pulumi.ResourceOptions(parent=self),
        ).id

    def _known(
        self,
        needed: Set[str],
        givens: Mapping[str, pulumi.Input[str]],
        secrets: Mapping[str, pulumi.Input[str]],
    ) -> dict[str, pulumi.Input[str]]:
        region, ask = self.layout.region, pulumi.InvokeOptions(parent=self)
        known: dict[str, pulumi.Input[str]] = {
            "region": region,
            **({"bucket": self.bucket, "bucket_arn": self.bucket_arn} if self.layout.appconfig else {}),
            **{f"given:{given}": value for given, value in givens.items()},
        }
        if "account" in needed:
            known["account"] = aws.get_caller_identity_output(opts=ask).account_id
        if "partition" in needed:
            known["partition"] = aws.get_partition_output(opts=ask).partition
        for token in sorted(needed):
            kind, _, secret = token.partition(":")
            if kind == "repository":
                known[token] = pulumi.Output.all(
                    image=givens[secret], **{each: known[each] for each in ("partition", "region", "account")}
                ).apply(lambda values: images.repository(**values))
            if kind == "secret":
                known[token] = secrets.get(secret) or self._looked_up(token, secret)
        return known

    def _looked_up(self, token: str, secret: str) -> pulumi.Output[str]:
        """The ARN of a secret by its name. Its key is noted, for those who read it."""
        found = aws.secretsmanager.get_secret_output(
            name=secret, region=self.layout.region, opts=pulumi.InvokeOptions(parent=self)
        )
        self.keys[token] = found.kms_key_id
        return found.arn
